import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { PasswordPolicyQuery } from '../../client/password-policy.ts'
import { isRefusal } from '../../client/refusals.ts'
import { SetPassword } from '../../client/set-password.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, loadFlow } from '../flow.server.ts'
import { KeepPassword } from '../forms/keep-password.tsx'
import { NewPassword } from '../forms/new-password.tsx'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { endReplacedSession } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { cookies, dropFlow, keepSession } from '../session.server.ts'
import { stepPaths } from '../steps.ts'
import { password as words } from '../words/password.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.journey] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await loadFlow(call, 'MIGRATION')
  if (flow.step !== 'SET_PASSWORD') throw redirect(stepPaths[flow.step], 303)
  const { passwordPolicy } = await openApi(call).query(PasswordPolicyQuery, {})
  const another = new URL(call.request.url).searchParams.has('autre')
  return { agency: flow.agency, flow, policy: passwordPolicy, keep: flow.joinable.length > 0 && !another }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const flow = flowHandle(call, 'MIGRATION')
  const accounts = form.getAll('compte').filter((value) => typeof value === 'string')
  const keepPasswordOf = typed(form, 'garder')
  const password = typed(form, 'nouveau')
  const api = openApi(call)
  const { setPassword } = await api.mutate(SetPassword, {
    input: keepPasswordOf
      ? { flow, keepPasswordOf, accounts }
      : { flow, password, confirmation: typed(form, 'confirmation'), accounts },
  })
  if (!isRefusal(setPassword)) {
    const { token } = setPassword
    if (token) await endReplacedSession(call)
    const headers = token ? cookies(dropFlow('MIGRATION'), keepSession(token)) : cookies(dropFlow('MIGRATION'))
    return redirect('/premiere-connexion/termine', { status: 303, headers })
  }
  const refusal = leaveOrTell(setPassword)
  const { passwordPolicy: policy } = await api.query(PasswordPolicyQuery, {})
  const faults = faultsOf(refusal, { now: call.context.now(), policy, typed: password })
  return data({ faults, accounts, noted: form.has('note') }, 422)
}

export default function MotDePasse() {
  const { flow, policy, keep } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const [first, ...others] = flow.accounts
  if (!first) throw new Error('a verified migration has an account')
  const ticked = refused?.accounts ?? others.map(({ id }) => id)
  return (
    <Page heading={words.title} step={3} drawing="key" faults={refused?.faults ?? []}>
      {keep ? (
        <KeepPassword joinable={flow.joinable} fixed={[first]} others={others} ticked={ticked} />
      ) : (
        <NewPassword
          action={`${stepPaths.SET_PASSWORD}?autre`}
          verdict={`${stepPaths.SET_PASSWORD}/verdict`}
          fixed={[first]}
          others={others}
          ticked={ticked}
          policy={policy}
          faults={refused?.faults ?? []}
          noted={refused?.noted ?? false}
          mayKeep={flow.joinable.length > 0}
        />
      )}
    </Page>
  )
}
