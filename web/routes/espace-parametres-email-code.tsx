import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CancelFlow } from '../../client/cancel-flow.ts'
import { isRefusal } from '../../client/refusals.ts'
import { ResendCode } from '../../client/resend-code.ts'
import { VerifyEmailCode } from '../../client/verify-email-code.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, keepLonger, loadFlow } from '../flow.server.ts'
import { Submit } from '../forms/button.tsx'
import { CodeForm } from '../forms/code-form.tsx'
import { ResendForm } from '../forms/resend-form.tsx'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { loadOwner } from '../owner.server.ts'
import { CodeInset } from '../parts/code-inset.tsx'
import { NothingReceived } from '../parts/nothing-received.tsx'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { loadEmailChange } from '../pending-email.server.ts'
import { cookies, dropFlow, keepNews } from '../session.server.ts'
import { flowPaths, statePaths } from '../steps.ts'
import { code } from '../words/code.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { changeEmail as words } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

const paths = flowPaths.EMAIL_CHANGE

export const handle = { title: [code.title, words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const owner = await loadOwner(call)
  const flow = await loadEmailChange(call, owner)
  const now = call.context.now()
  const validFor = flow.codeValidUntil ? new Date(flow.codeValidUntil).getTime() - now.getTime() : 0
  const resent = new URL(call.request.url).searchParams.has('renvoye')
  return { flow, now, current: owner.email, agency: owner.agency, secondsLeft: Math.round(validFor / 1000), resent }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const owner = await loadOwner(call)
  const { codeLifespanMinutes } = await loadEmailChange(call, owner)
  const flow = flowHandle(call, 'EMAIL_CHANGE')
  const api = openApi(call)
  const now = call.context.now()
  switch (typed(form, 'action')) {
    case 'annuler': {
      const { cancelFlow } = await api.mutate(CancelFlow, { input: { flow } })
      if (isRefusal(cancelFlow)) throw leaveOrTell(cancelFlow, 'EMAIL_CHANGE')
      const headers = cookies(dropFlow('EMAIL_CHANGE'), keepNews('changement-annule'))
      return redirect('/espace/parametres', { status: 303, headers })
    }
    case 'renvoyer': {
      const { resendCode } = await api.mutate(ResendCode, { input: { flow } })
      if (!isRefusal(resendCode)) {
        const headers = keepLonger(call, resendCode.flow)
        return redirect(`${paths.ENTER_CODE}?renvoye`, { status: 303, headers })
      }
      const faults = faultsOf(leaveOrTell(resendCode, 'EMAIL_CHANGE'), { now, control: 'renvoyer' })
      return data({ faults, typed: '', late: false }, 422)
    }
  }
  const digits = typed(form, 'code')
  const { verifyEmailCode } = await api.mutate(VerifyEmailCode, { input: { flow, code: digits } })
  if (!isRefusal(verifyEmailCode)) {
    return redirect('/espace/parametres?confirmee', { status: 303, headers: cookies(dropFlow('EMAIL_CHANGE')) })
  }
  const refusal = leaveOrTell(verifyEmailCode, 'EMAIL_CHANGE')
  const faults = faultsOf(refusal, { now, typed: digits, codeLifespanMinutes })
  const late = refusal.miss === 'EXPIRED' && refusal.sentAgainAt === null
  const headers = refusal.sentAgainAt ? keepLonger(call, await loadFlow(call, 'EMAIL_CHANGE')) : {}
  return data({ faults, typed: digits, late }, { status: 422, headers })
}

export default function CodeEmail() {
  const { flow, now, current, secondsLeft, resent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  const told =
    resent && !refused && flow.codeOpen && flow.email && flow.codeSentAt ? (
      <Rich text={code.resent(flow.email, flow.codeSentAt, flow.earlierCodeValidUntil, now)} />
    ) : undefined
  return (
    <Page heading={code.title} over={words.title} drawing="code" menu faults={faults} status={told}>
      {flow.codeOpen ? (
        <>
          <CodeInset
            flow={flow}
            now={now}
            secondsLeft={secondsLeft}
            addressPage={paths.CHOOSE_EMAIL}
            late={refused?.late ?? false}
            statePath={statePaths.EMAIL_CHANGE}
          />
          <CodeForm
            action={paths.ENTER_CODE}
            submit={words.submit}
            typed={refused?.typed ?? ''}
            faults={faults}
            secondsLeft={secondsLeft}
          />
          <NothingReceived
            action={paths.ENTER_CODE}
            addressPage={paths.CHOOSE_EMAIL}
            open={refused !== undefined || resent || secondsLeft <= 0 || flow.delivery?.status === 'ABANDONED'}
            faults={faults}
          />
        </>
      ) : (
        <>
          {faults.length === 0 ? <p className="lead">{code.closed}</p> : null}
          <ResendForm action={paths.ENTER_CODE} className="primary" faults={faults} />
        </>
      )}
      <form method="post" action={paths.ENTER_CODE}>
        <Submit className="link" name="action" value="annuler">
          {words.keep(current)}
        </Submit>
      </form>
    </Page>
  )
}
