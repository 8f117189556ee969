import { afterUndo, emailUndos } from '../../server/domain/email-undo.ts'
import type { Act } from '../act.ts'
import { endFlows, endMigrations, endSessions } from '../parts/endings.ts'
import { type Reached, reachOf } from '../parts/freeze-reach.ts'
import { enqueue } from '../parts/mail.ts'
import { note } from '../parts/note.ts'
import { found, isServed, ownerOf, sharing } from '../parts/rows.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'

export function freeze(act: Act, input: InputOf<'freeze'>): AnswerOf<'freeze'> {
  const { state, now } = act
  const link = state.links.find(({ token }) => token === input.link)
  const named = link && state.accounts.find(({ id }) => link.accountIds.includes(id))
  if (!link || (named && !isServed(act, named))) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  if (link.usedAt) return { __typename: 'FlowClosed', reason: 'COMPLETED' }
  const reached = link.expiresAt <= now ? [] : reachOf(act, link)
  const [first] = reached
  if (!first) return { __typename: 'FlowClosed', reason: 'EXPIRED' }
  link.usedAt = now
  const { ownerId } = first.credential
  const addresses = knownAddresses(act, ownerId)
  const undone = reached.map(({ emailUndo }) => emailUndo)
  endMigrations(act, ownerId, null)
  for (const one of reached) close(act, one)
  tell(act, first, addresses)
  return { __typename: 'Frozen', emailUndo: emailUndos.find((undo) => undone.includes(undo)) ?? 'NONE' }
}

function close(act: Act, { credential, accounts, restored }: Reached): void {
  const ids = accounts.map(({ id }) => id)
  endFlows(act, ids, ['RESET', 'EMAIL_CHANGE'])
  endSessions(act, ids)
  for (const account of accounts) {
    if (account.state !== 'FROZEN' || restored) note(act, 'CREDENTIAL_FROZEN', account)
    account.state = 'FROZEN'
  }
  if (!restored) return
  credential.formerEmails.push({ email: credential.email, until: act.now })
  const undone = { ...afterUndo(credential, restored, act.now), emailRefusedAt: null, emailRefusedFor: null }
  Object.assign(credential, undone)
}

/** Every address of the owner's, those left within the last month included. */
function knownAddresses({ state, rules, now }: Act, ownerId: string): string[] {
  const since = now.getTime() - rules.emailDoubtDays * 86_400_000
  const own = state.credentials
    .filter((credential) => credential.ownerId === ownerId)
    .toSorted((a, b) => b.emailVerifiedAt.getTime() - a.emailVerifiedAt.getTime())
  const present = own.filter(({ id }, i) => i === 0 || sharing(state, id).some((one) => one.state !== 'CLOSED'))
  const former = own.flatMap(({ formerEmails }) => formerEmails.filter(({ until }) => until.getTime() > since))
  return [...new Set([...present, ...former].map(({ email }) => email))]
}

/** The agency, and whoever may be the owner. */
function tell(act: Act, { accounts: [account] }: Reached, addresses: readonly string[]): void {
  if (!account) return
  const minutes = act.rules.noticeHours * 60
  const { agencyKey } = ownerOf(act.state, account)
  const agency = found(act.state.agencies.find(({ key }) => key === agencyKey))
  const mail = { account, flow: null, link: null }
  enqueue(act, { ...mail, kind: 'ACCOUNT_FROZEN', to: agency.senderAddress }, minutes)
  for (const to of addresses) enqueue(act, { ...mail, kind: 'FREEZE_NOTICE', to }, minutes)
}
