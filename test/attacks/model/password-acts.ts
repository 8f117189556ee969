import { expect } from 'vitest'
import { setPassword } from '../../../server/flows/set-password.ts'
import { type ModelAccount, type ModelFlow, sharing, verifiedLast } from './facts.ts'
import { opened } from './owner-acts.ts'
import { replaced } from './session-acts.ts'
import { deed, flowOf, handleOf, law, refusalOf, type Step } from './step.ts'

export async function setsPassword(s: Step, handle = handleOf(s)): Promise<void> {
  if (!handle) return
  const flow = flowOf(s, handle)
  const { pick, m, now } = s
  const keepOf = pick.yes(4) ? pick.of(m.accounts) : undefined
  const ticked = pick.yes(3) ? [pick.of(m.accounts)].flatMap((one) => one ?? []) : null
  const password = keepOf ? null : s.t.newPassword()
  const input = {
    ...{ flow: handle, password, confirmation: password, keepPasswordOf: keepOf?.id ?? null },
    accounts: ticked?.map(({ id }) => id) ?? null,
  }
  const answer = await setPassword(s.t.w.deps, input, s.actor.caller)
  const refused = refusalOf(flow, ['SET_PASSWORD'], now)
  if (refused || !flow) return expect(answer).toMatchObject(refused ?? {})
  if (answer.__typename !== 'PasswordSet') return
  if (flow.kind === 'RESET') return reset(s, flow, password, answer.token)
  migrated(s, flow, answer.accountIds, { password, keepOf: keepOf ?? null, ticked })
  if (answer.token) opened(s, flow.account, answer.token)
}

function reset(s: Step, flow: ModelFlow, password: string | null, token: string | null): void {
  const { account } = flow
  const { credential } = account
  law('a reset opens no session', token === null)
  law(
    'a reset changes an open account’s password only, at its present address',
    flow.opens && account.state === 'ACTIVE' && credential?.email === flow.email,
  )
  law('no reset is carried out within a day of a change of e-mail', (credential?.resetBlockedUntil ?? 0) <= s.now)
  law('a reset keeps no password', password !== null)
  if (!password) return
  flow.end = 'COMPLETED'
  replaced(s, account, password)
  deed(s, 'reset')
}

function migrated(
  s: Step,
  flow: ModelFlow,
  accountIds: readonly string[],
  chosen: { password: string | null; keepOf: ModelAccount | null; ticked: ModelAccount[] | null },
): void {
  const { account, email } = flow
  const { owner } = account
  const served = s.m.accounts.filter(({ id }) => accountIds.includes(id))
  law('a migration serves its own account', served.includes(account))
  law(
    'and accounts of this owner that wait for a letter, no other',
    served.every((one) => one.owner === owner && one.state === 'ISSUED'),
  )
  law(
    'none that was unticked',
    chosen.ticked === null || served.every((one) => one === account || chosen.ticked?.includes(one)),
  )
  const verified = verifiedLast(owner)
  law('a verified owner stays with the verified address', !verified || verified.email === email)
  const joined = chosen.keepOf?.credential ?? null
  if (chosen.keepOf) {
    const open = sharing(s.m, joined).some(({ state }) => state === 'ACTIVE')
    law(
      'only a password of this owner is joined, at the address that was proved',
      joined?.owner === owner && joined.email === email && open,
    )
  }
  flow.end = 'COMPLETED'
  for (const other of s.m.flows) {
    if (other.kind === 'MIGRATION' && other.account.owner === owner) other.end ??= 'SUPERSEDED'
  }
  const fresh = {
    ...{ owner, password: chosen.password, email: email ?? '', verifiedAt: flow.verifiedAt ?? 0 },
    ...{ resetBlockedUntil: 0, frozenByService: false, row: null },
  }
  if (!joined) owner.credentials.push(fresh)
  for (const one of served) Object.assign(one, { state: 'ACTIVE', credential: joined ?? fresh })
  if (chosen.password) s.actor.passwords.push(chosen.password)
  s.told.push(email ?? '')
  deed(s, 'migrated')
}
