import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isRefusal } from '../../client/refusals.ts'
import { ResendCode } from '../../client/resend-code.ts'
import { VerifyEmailCode } from '../../client/verify-email-code.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, keepLonger, loadFlow } from '../flow.server.ts'
import { CodeForm } from '../forms/code-form.tsx'
import { ResendForm } from '../forms/resend-form.tsx'
import { ResendLine } from '../forms/resend-line.tsx'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { Page } from '../parts/page.tsx'
import { ResetInset } from '../parts/reset-inset.tsx'
import { ResetNothing } from '../parts/reset-nothing.tsx'
import { Rich } from '../parts/rich.tsx'
import { flowPaths } from '../steps.ts'
import { code } from '../words/code.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { forgotten, resetCode as words } from '../words/reset.fr.ts'

const paths = flowPaths.RESET

export const handle = { title: [words.guide, forgotten.title] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await loadFlow(call, 'RESET')
  if (flow.step !== 'ENTER_CODE') throw redirect(paths[flow.step], 303)
  const now = call.context.now()
  const validFor = flow.codeValidUntil ? new Date(flow.codeValidUntil).getTime() - now.getTime() : 0
  const resent = new URL(call.request.url).searchParams.has('renvoye')
  return { flow, now, secondsLeft: Math.round(validFor / 1000), resent }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const flow = flowHandle(call, 'RESET')
  const now = call.context.now()
  if (typed(form, 'action') === 'renvoyer') {
    const { resendCode } = await openApi(call).mutate(ResendCode, { input: { flow } })
    if (!isRefusal(resendCode)) {
      const headers = keepLonger(call, resendCode.flow)
      return redirect(`${paths.ENTER_CODE}?renvoye`, { status: 303, headers })
    }
    const faults = faultsOf(leaveOrTell(resendCode, 'RESET'), { now, control: 'renvoyer' })
    return data({ faults, typed: '' }, 422)
  }
  const digits = typed(form, 'code')
  const { verifyEmailCode } = await openApi(call).mutate(VerifyEmailCode, { input: { flow, code: digits } })
  if (!isRefusal(verifyEmailCode)) return redirect(paths.SET_PASSWORD, 303)
  const faults = faultsOf(leaveOrTell(verifyEmailCode, 'RESET'), { now, typed: digits, reset: true })
  return data({ faults, typed: digits }, 422)
}

export default function Code() {
  const { flow, now, secondsLeft, resent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  const told =
    resent && !refused && flow.codeOpen && flow.codeSentAt ? (
      <Rich text={words.resent(flow.codeSentAt, flow.earlierCodeValidUntil, now)} />
    ) : undefined
  return (
    <Page heading={code.title} over={forgotten.title} guide={words.guide} drawing="code" faults={faults} status={told}>
      {flow.codeOpen ? (
        <>
          <ResetInset flow={flow} now={now} secondsLeft={secondsLeft} />
          <CodeForm action={paths.ENTER_CODE} typed={refused?.typed ?? ''} faults={faults} secondsLeft={secondsLeft} />
          <ResendLine action={paths.ENTER_CODE} faults={faults} />
          <ResetNothing minutes={flow.codeLifespanMinutes} open={refused !== undefined || resent || secondsLeft <= 0} />
        </>
      ) : (
        <>
          {faults.length === 0 ? <p className="lead">{code.closed}</p> : null}
          <ResendForm action={paths.ENTER_CODE} className="primary" faults={faults} />
        </>
      )}
    </Page>
  )
}
