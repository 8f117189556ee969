import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { PasswordPolicyQuery } from '../../client/password-policy.ts'
import { isRefusal } from '../../client/refusals.ts'
import { SetPassword } from '../../client/set-password.ts'
import { openApi } from '../api.server.ts'
import { flowHandle, loadFlow } from '../flow.server.ts'
import { NewPassword } from '../forms/new-password.tsx'
import { typed } from '../forms/typed.ts'
import { unmetRules } from '../judge.server.ts'
import { leaveOrTell } from '../leave.server.ts'
import { Page } from '../parts/page.tsx'
import { cookies, keepIdentifier } from '../session.server.ts'
import { flowPaths } from '../steps.ts'
import { faultsOf, notNoted } from '../words/refusals.fr.ts'
import { forgotten, resetPassword as words } from '../words/reset.fr.ts'

const path = flowPaths.RESET.SET_PASSWORD

export const handle = { title: [words.guide, forgotten.title] }

export async function loader(call: LoaderFunctionArgs) {
  const flow = await loadFlow(call, 'RESET')
  if (flow.step !== 'SET_PASSWORD') throw redirect(flowPaths.RESET[flow.step], 303)
  const { passwordPolicy } = await openApi(call).query(PasswordPolicyQuery, {})
  return { accounts: flow.accounts, policy: passwordPolicy }
}

/** The box is the page's own rule: nothing is set before it is ticked, and all that is wrong is told at once. */
export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const api = openApi(call)
  const [password, confirmation] = [typed(form, 'nouveau'), typed(form, 'confirmation')]
  const noted = form.has('note')
  const facts = { now: call.context.now(), typed: password }
  if (!noted) {
    const { passwordPolicy: policy } = await api.query(PasswordPolicyQuery, {})
    const unmet = (await unmetRules(call, 'RESET', password)) ?? []
    if (password !== confirmation) unmet.push('MATCHES_CONFIRMATION')
    const faults = unmet.length > 0 ? faultsOf({ __typename: 'PasswordRefused', unmet }, { ...facts, policy }) : []
    return data({ faults: [...faults, notNoted], noted }, 422)
  }
  const { setPassword } = await api.mutate(SetPassword, {
    input: { flow: flowHandle(call, 'RESET'), password, confirmation },
  })
  if (!isRefusal(setPassword)) {
    const headers = cookies(keepIdentifier(setPassword.accounts[0]?.identifier ?? ''))
    return redirect('/mot-de-passe-oublie/termine', { status: 303, headers })
  }
  const refusal = leaveOrTell(setPassword, 'RESET')
  const { passwordPolicy: policy } = await api.query(PasswordPolicyQuery, {})
  return data({ faults: faultsOf(refusal, { ...facts, policy }), noted }, 422)
}

export default function Nouveau() {
  const { accounts, policy } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  return (
    <Page heading={words.title} over={forgotten.title} guide={words.guide} drawing="key" faults={faults}>
      <NewPassword
        action={path}
        verdict={`${path}/verdict`}
        fixed={accounts}
        policy={policy}
        faults={faults}
        noted={refused?.noted ?? false}
      />
    </Page>
  )
}
