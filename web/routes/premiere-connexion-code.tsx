import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isRefusal } from '../../client/refusals.ts'
import { ResendCode } from '../../client/resend-code.ts'
import { VerifyEmailCode } from '../../client/verify-email-code.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, keepLonger, loadFlow } from '../flow.server.ts'
import { CodeForm } from '../forms/code-form.tsx'
import { ResendForm } from '../forms/resend-form.tsx'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { CodeInset } from '../parts/code-inset.tsx'
import { NothingReceived } from '../parts/nothing-received.tsx'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { statePaths, stepPaths } from '../steps.ts'
import { code as words } from '../words/code.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.journey] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await loadFlow(call, 'MIGRATION')
  if (flow.step !== 'ENTER_CODE') throw redirect(stepPaths[flow.step], 303)
  const now = call.context.now()
  const validFor = flow.codeValidUntil ? new Date(flow.codeValidUntil).getTime() - now.getTime() : 0
  return {
    agency: flow.agency,
    flow,
    now,
    secondsLeft: Math.round(validFor / 1000),
    resent: new URL(call.request.url).searchParams.has('renvoye'),
  }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const flow = flowHandle(call, 'MIGRATION')
  const now = call.context.now()
  if (typed(form, 'action') === 'renvoyer') {
    const { resendCode } = await openApi(call).mutate(ResendCode, { input: { flow } })
    if (!isRefusal(resendCode)) {
      const headers = keepLonger(call, resendCode.flow)
      return redirect(`${stepPaths.ENTER_CODE}?renvoye`, { status: 303, headers })
    }
    const faults = faultsOf(leaveOrTell(resendCode), { now, control: 'renvoyer' })
    return data({ faults, code: '', late: false }, 422)
  }
  const code = typed(form, 'code')
  const { verifyEmailCode } = await openApi(call).mutate(VerifyEmailCode, { input: { flow, code } })
  if (!isRefusal(verifyEmailCode)) return redirect(stepPaths.SET_PASSWORD, 303)
  const refusal = leaveOrTell(verifyEmailCode)
  const stands = await loadFlow(call, 'MIGRATION')
  const { codeLifespanMinutes, emailFixed } = stands
  const faults = faultsOf(refusal, { now, typed: code, codeLifespanMinutes, emailFixed })
  const late = refusal.miss === 'EXPIRED' && refusal.sentAgainAt === null
  return data({ faults, code, late }, { status: 422, headers: refusal.sentAgainAt ? keepLonger(call, stands) : {} })
}

export default function Code() {
  const { flow, now, secondsLeft, resent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  const addressPage = flow.emailFixed ? null : stepPaths.CHOOSE_EMAIL
  const told =
    resent && !refused && flow.codeOpen && flow.email && flow.codeSentAt ? (
      <Rich text={words.resent(flow.email, flow.codeSentAt, flow.earlierCodeValidUntil, now)} />
    ) : undefined
  return (
    <Page heading={words.title} step={2} drawing="code" faults={faults} status={told}>
      {flow.codeOpen ? (
        <>
          <CodeInset
            flow={flow}
            now={now}
            secondsLeft={secondsLeft}
            addressPage={addressPage}
            late={refused?.late ?? false}
            statePath={flow.emailFixed ? null : statePaths.MIGRATION}
          />
          <CodeForm
            action={stepPaths.ENTER_CODE}
            typed={refused?.code ?? ''}
            faults={faults}
            secondsLeft={secondsLeft}
          />
          <NothingReceived
            action={stepPaths.ENTER_CODE}
            addressPage={addressPage}
            open={refused !== undefined || resent || secondsLeft <= 0 || flow.delivery?.status === 'ABANDONED'}
            faults={faults}
          />
        </>
      ) : (
        <>
          {faults.length === 0 ? <p className="lead">{words.closed}</p> : null}
          <ResendForm action={stepPaths.ENTER_CODE} className="primary" faults={faults} />
        </>
      )}
    </Page>
  )
}
