import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isRefusal } from '../../client/refusals.ts'
import { RequestReset } from '../../client/request-reset.ts'
import { openApi } from '../api.server.ts'
import { findFlow } from '../flow.server.ts'
import { Submit } from '../forms/button.tsx'
import { EmailField } from '../forms/email-field.tsx'
import { IdentifierField } from '../forms/identifier-field.tsx'
import { isSameAddress, typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { Phone } from '../parts/help.tsx'
import { Page } from '../parts/page.tsx'
import { ResetUnderWay } from '../parts/reset-under-way.tsx'
import { cookies, keepFlow, keepIdentifier, readIdentifier } from '../session.server.ts'
import { flowPaths } from '../steps.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { forgotten as words } from '../words/reset.fr.ts'

export const handle = { title: [words.title] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await findFlow(call, 'RESET')
  return {
    identifier: readIdentifier(call.request),
    email: flow?.email ?? '',
    underWay: flow ? { step: flow.step, codeSentAt: flow.codeSentAt } : null,
  }
}

/** Known or unknown, the way on is the page of the code: nothing here may tell which (security.md, rule 10). */
export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const [identifier, email] = [typed(form, 'identifiant'), typed(form, 'email')]
  const pending = await findFlow(call, 'RESET')
  const same = isSameAddress(pending?.email, email) && readIdentifier(call.request) === identifier.trim()
  const justAsked = pending?.resendAt && new Date(pending.resendAt) > call.context.now()
  // The form sent again from the page before: its code has just left, and another flow would make it a wrong one.
  if (same && justAsked && pending?.codeOpen) return redirect(flowPaths.RESET.ENTER_CODE, 303)
  const { requestReset } = await openApi(call).mutate(RequestReset, { input: { identifier, email } })
  if (!isRefusal(requestReset)) {
    const { handle, flow } = requestReset
    return redirect(flowPaths.RESET.ENTER_CODE, {
      status: 303,
      headers: cookies(keepFlow('RESET', handle, flow.expiresAt), keepIdentifier(identifier)),
    })
  }
  const refusal = leaveOrTell(requestReset, 'RESET')
  const facts = { now: call.context.now(), control: 'email' } as const
  const faults = faultsOf(refusal, facts)
  if (refusal.__typename === 'InputRefused' && email.trim() === '') {
    faults.push(...faultsOf({ __typename: 'EmailRefused', fault: 'EMPTY', meant: null }, facts))
  }
  return data({ faults, identifier, email }, 422)
}

export default function MotDePasseOublie() {
  const loaded = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  return (
    <Page heading={words.title} drawing="key" faults={faults}>
      {refused ? null : <ResetUnderWay flow={loaded.underWay} />}
      <p className="lead">{words.lead}</p>
      <form method="post" action={flowPaths.RESET.CHOOSE_EMAIL} noValidate>
        <IdentifierField faults={faults} defaultValue={refused?.identifier ?? loaded.identifier} />
        <EmailField
          id="email"
          label={words.email.label}
          hint={words.email.hint}
          faults={faults}
          defaultValue={refused?.email ?? loaded.email}
          autoComplete="email"
          enterKeyHint="send"
        />
        <Submit>{words.submit}</Submit>
        <p className="aside">
          <a className="link" href="/aide#e-mail">
            {words.lostAddress}
          </a>
          <a className="link" href="/connexion">
            {words.back}
          </a>
        </p>
      </form>
      <p className="inset">
        {words.notUpdated} <Phone />.
      </p>
    </Page>
  )
}
