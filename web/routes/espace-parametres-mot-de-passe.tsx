import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChangePassword } from '../../client/change-password.ts'
import { PasswordPolicyQuery } from '../../client/password-policy.ts'
import { isRefusal } from '../../client/refusals.ts'
import { openApi } from '../api.server.ts'
import { ChangePasswordForm } from '../forms/change-password.tsx'
import { leaveOrTell } from '../leave.server.ts'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { faultsBeforeAsking, readPasswords } from '../password-change.server.ts'
import { cookies, keepNews, keepSession } from '../session.server.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { settings, changePassword as words } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const { account, sharingAccounts, agency } = await loadOwner(call)
  const { passwordPolicy: policy } = await openApi(call).query(PasswordPolicyQuery, {})
  return { identifier: account.identifier, accounts: sharingAccounts, agency, policy }
}

/** The session goes on under its new token; every other one has ended. */
export async function action(call: ActionFunctionArgs) {
  const api = openApi(call)
  const { noted, ...passwords } = readPasswords(await call.request.formData())
  const { passwordPolicy: policy } = await api.query(PasswordPolicyQuery, {})
  const facts = { now: call.context.now(), policy, typed: passwords.password, current: 'actuel' } as const
  const before = faultsBeforeAsking({ ...passwords, noted }, facts)
  if (before.length > 0) return data({ faults: before, noted }, 422)
  const { changePassword } = await api.mutate(ChangePassword, { input: passwords })
  if (!isRefusal(changePassword)) {
    const headers = cookies(keepSession(changePassword.token), keepNews('mot-de-passe-change'))
    return redirect('/espace/parametres', { status: 303, headers })
  }
  return data({ faults: faultsOf(leaveOrTell(changePassword), facts), noted }, 422)
}

export default function ModifierMotDePasse() {
  const { identifier, accounts, policy } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  return (
    <Page heading={words.title} over={settings.heading} drawing="key" menu faults={faults}>
      <ChangePasswordForm
        action="/espace/parametres/mot-de-passe"
        identifier={identifier}
        policy={policy}
        faults={faults}
        noted={refused?.noted ?? false}
        back="/espace/parametres"
      >
        <p className="lead">{words.servesFor(accounts)}</p>
      </ChangePasswordForm>
    </Page>
  )
}
