import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChooseEmail } from '../../client/choose-email.ts'
import { isRefusal } from '../../client/refusals.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, loadFlow } from '../flow.server.ts'
import { ChosenEmail } from '../forms/chosen-email.tsx'
import { EmailQuestion } from '../forms/email-question.tsx'
import { answeredEmail, isSameAddress, typed } from '../forms/typed.ts'
import { VerifiedEmail } from '../forms/verified-email.tsx'
import { leaveOrTell } from '../leave.server.ts'
import { Page } from '../parts/page.tsx'
import { cookies, keepFlow } from '../session.server.ts'
import { stepPaths } from '../steps.ts'
import { email as words } from '../words/email.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.journey] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await loadFlow(call, 'MIGRATION')
  // Back from the code to correct the address is allowed; the verified address is not to be changed here.
  if (flow.step === 'SET_PASSWORD' || (flow.step === 'ENTER_CODE' && flow.emailFixed)) {
    throw redirect(stepPaths[flow.step], 303)
  }
  return { agency: flow.agency, email: flow.email, fixed: flow.emailFixed, sent: flow.step === 'ENTER_CODE' }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const handle = flowHandle(call, 'MIGRATION')
  const proposed = typed(form, 'action') === 'proposee'
  const { email, confirmed } = answeredEmail(form)
  const { chooseEmail } = await openApi(call).mutate(ChooseEmail, {
    input: { flow: handle, email: proposed ? null : email, confirmed },
  })
  if (!isRefusal(chooseEmail)) {
    return redirect(stepPaths.ENTER_CODE, {
      status: 303,
      headers: cookies(keepFlow('MIGRATION', handle, chooseEmail.flow.expiresAt)),
    })
  }
  const refusal = leaveOrTell(chooseEmail)
  const { codeOpen, email: known, emailFixed } = await loadFlow(call, 'MIGRATION')
  // A double click: the first one has just sent the code to this very address.
  const again = refusal.__typename === 'SendRefused' && codeOpen && (proposed || isSameAddress(known, email))
  if (again) throw redirect(stepPaths.ENTER_CODE, 303)
  const question = refusal.__typename === 'EmailQuestioned' ? refusal : null
  if (question && (question.suggestion || question.filter)) return { faults: [], email, question, meant: null }
  const control = emailFixed ? 'envoyer' : 'email'
  const faults = faultsOf(refusal, { now: call.context.now(), control, typed: email })
  const meant = refusal.__typename === 'EmailRefused' ? refusal.meant : null
  return data({ faults, email, question, meant }, 422)
}

export default function Email() {
  const loaded = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  if (refused?.question && faults.length === 0) {
    return (
      <Page heading={words.title} step={1} drawing="envelope">
        <EmailQuestion question={refused.question} typed={refused.email} action={stepPaths.CHOOSE_EMAIL} />
      </Page>
    )
  }
  return (
    <Page heading={words.title} step={1} drawing="envelope" faults={faults}>
      {loaded.fixed && loaded.email ? (
        <VerifiedEmail masked={loaded.email} faults={faults} />
      ) : (
        <ChosenEmail
          known={loaded.email}
          sent={loaded.sent}
          typed={refused?.email ?? null}
          meant={refused?.meant ?? null}
          kept={refused?.question ? refused.email : null}
          faults={faults}
        />
      )}
    </Page>
  )
}
