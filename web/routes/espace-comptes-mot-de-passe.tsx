import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { PasswordPolicyQuery } from '../../client/password-policy.ts'
import { isRefusal } from '../../client/refusals.ts'
import { SplitPassword } from '../../client/split-password.ts'
import { openApi } from '../api.server.ts'
import { ChangePasswordForm } from '../forms/change-password.tsx'
import { leaveOrTell } from '../leave.server.ts'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { faultsBeforeAsking, readPasswords } from '../password-change.server.ts'
import { cookies, keepNews, keepSession } from '../session.server.ts'
import { accounts as accountsWords } from '../words/espace.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { splitPassword as words } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.place] }

/** Only where there is something to split from: another account with the same password. */
export async function loader(call: LoaderFunctionArgs) {
  const { sharingAccounts, agency } = await loadOwner(call)
  const account = sharingAccounts.find(({ id }) => id === call.params.compte)
  const others = sharingAccounts.filter(({ id }) => id !== call.params.compte)
  if (!account || others.length === 0) throw redirect('/espace/comptes', 303)
  const { passwordPolicy: policy } = await openApi(call).query(PasswordPolicyQuery, {})
  return { account, others, agency, policy }
}

export async function action(call: ActionFunctionArgs) {
  const api = openApi(call)
  const { noted, ...passwords } = readPasswords(await call.request.formData())
  const { passwordPolicy: policy } = await api.query(PasswordPolicyQuery, {})
  const facts = { now: call.context.now(), policy, typed: passwords.password, current: 'actuel' } as const
  const before = faultsBeforeAsking({ ...passwords, noted }, facts)
  if (before.length > 0) return data({ faults: before, noted }, 422)
  const { splitPassword } = await api.mutate(SplitPassword, {
    input: { account: call.params.compte ?? '', ...passwords },
  })
  if (!isRefusal(splitPassword)) {
    const { token } = splitPassword
    const news = keepNews('mot-de-passe-separe')
    return redirect('/espace/comptes', {
      status: 303,
      headers: token ? cookies(keepSession(token), news) : cookies(news),
    })
  }
  const refusal = leaveOrTell(splitPassword)
  // It shares its password with nobody: split already, by a first click.
  if (refusal.__typename === 'InputRefused' && refusal.fields.some(({ field }) => field === 'account')) {
    throw redirect('/espace/comptes', 303)
  }
  return data({ faults: faultsOf(refusal, facts), noted }, 422)
}

export default function MotDePasseDifferent() {
  const { account, others, policy } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  return (
    <Page heading={words.title} over={accountsWords.title} drawing="key" menu faults={faults}>
      <ChangePasswordForm
        action={`/espace/comptes/${account.id}/mot-de-passe`}
        identifier={account.identifier}
        policy={policy}
        faults={faults}
        noted={refused?.noted ?? false}
        back="/espace/comptes"
      >
        <p className="lead">
          {words.sharedWith(others)} <Rich text={words.ask(account)} />
        </p>
        <p>{words.others}</p>
      </ChangePasswordForm>
    </Page>
  )
}
