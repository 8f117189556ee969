import { identifierKey } from '../../../server/domain/identifier.ts'
import { freeze } from '../../../server/flows/freeze.ts'
import { readTries } from '../../../server/flows/parts/count.ts'
import { counters } from '../../../server/flows/parts/counters.ts'
import { resetPairs } from '../../../server/flows/parts/flow-counters.ts'
import { cancelStaffAction } from '../../../server/staff/cancel-staff-action.ts'
import { closeAccount } from '../../../server/staff/close-account.ts'
import { detachEmail } from '../../../server/staff/detach-email.ts'
import { freezeAccount } from '../../../server/staff/freeze-account.ts'
import { reissueAccount } from '../../../server/staff/reissue-account.ts'
import { reopenAccount } from '../../../server/staff/reopen-account.ts'
import { thawAccount } from '../../../server/staff/thaw-account.ts'
import { unlockAccount } from '../../../server/staff/unlock-account.ts'
import {
  day,
  endFlows,
  endSessions,
  knownAddresses,
  type ModelAccount,
  type ModelCredential,
  sharing,
  verifiedLast,
} from './facts.ts'
import { deed, law, type Step } from './step.ts'

const ask = ({ identifier }: ModelAccount) => ({ realm: 'live', identifier, by: 'accueil-2', reason: 'appel' })

/** « Ce n'est pas moi », from a mailbox that the actor reads. */
export async function freezes(s: Step): Promise<void> {
  const link = linkOf(s, 'freeze')
  if (!link) return
  const before = s.m.owners.map((owner) => ({ owner, known: knownAddresses(s.m, owner, s.now) }))
  const answer = await freeze(s.t.w.deps, { link }, s.actor.caller)
  if (answer.__typename !== 'Frozen') return
  const rows = await s.t.w.deps.db.account.findMany({
    where: { ownerId: { in: s.m.owners.map(({ id }) => id) } },
    include: { credential: true },
  })
  const touched = new Set<ModelAccount['owner']>()
  for (const { id, state, credential } of rows) {
    const account = s.m.accounts.find((one) => one.id === id)
    if (!account) continue
    const closed = state === 'FROZEN' && account.state === 'ACTIVE'
    if (closed) account.state = 'FROZEN'
    const own = account.credential
    const back = own && credential && own.email !== credential.email ? credential.email : null
    if (back && own) {
      law(
        'a freeze goes back to an address that the owner left within three days',
        own.owner.left.some((one) => one.email === back && one.until > s.now - 3 * day - 1),
      )
      own.owner.left.push({ email: own.email, until: s.now })
      own.email = back
    }
    if (closed || back) touched.add(account.owner)
  }
  law('a freeze closes one owner’s accounts', touched.size <= 1)
  for (const owner of touched) {
    closeDown(s, owner)
    s.told.push('bonjour@tilleuls.example', ...(before.find((one) => one.owner === owner)?.known ?? []))
  }
  deed(s, 'frozen')
}

/** What no frozen account has any more. */
function closeDown(s: Step, owner: ModelAccount['owner']): void {
  const frozen = owner.accounts.filter(({ state }) => state === 'FROZEN')
  endFlows(s.m, { accounts: frozen, kinds: ['RESET', 'EMAIL_CHANGE'] }, s.now)
  endSessions(s.m, frozen)
  for (const flow of s.m.flows) if (flow.kind === 'MIGRATION' && flow.account.owner === owner) flow.end ??= 'SUPERSEDED'
}

function linkOf({ t, actor, pick }: Step, kind: 'freeze' | 'cancel'): string | null {
  const links = t.mails.filter((mail) => mail.kind === kind && actor.reads.includes(mail.to)).map(({ link }) => link)
  return pick.of(links.slice(-4)) ?? null
}

export async function saysNo(s: Step): Promise<void> {
  const link = linkOf(s, 'cancel')
  if (link) await cancelStaffAction(s.t.w.deps, { link }, s.actor.caller)
}

export async function serviceFreezes(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  if (!account) return
  const known = knownAddresses(s.m, account.owner, s.now)
  const answer = await freezeAccount(s.t.w.deps, ask(account))
  if (answer.__typename !== 'AccountsFrozen') return
  const chosen = account.owner.accounts.filter(({ identifier }) => answer.identifiers.includes(identifier))
  law(
    'the service freezes open accounts of one owner, the named one among them',
    chosen.includes(account) &&
      chosen.length === answer.identifiers.length &&
      chosen.every(({ state }) => state === 'ACTIVE' || state === 'FROZEN'),
  )
  for (const one of chosen) {
    one.state = 'FROZEN'
    if (one.credential) one.credential.frozenByService = true
  }
  closeDown(s, account.owner)
  s.told.push(...known)
  deed(s, 'frozen by the service')
}

export async function serviceThaws(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  if (!account) return
  const answer = await thawAccount(s.t.w.deps, { ...ask(account), keepEmail: s.pick.yes(2) })
  if (answer.__typename !== 'AccountsThawed' || !account.credential) return
  law('only what is frozen is thawed', account.state === 'FROZEN')
  for (const one of sharing(s.m, account.credential)) if (one.state === 'FROZEN') one.state = 'ACTIVE'
  account.credential.password = null
  account.credential.resetBlockedUntil = answer.resetBlockedUntil?.getTime() ?? 0
  account.credential.frozenByService = false
  s.told.push(...knownAddresses(s.m, account.owner, s.now))
  deed(s, 'thawed')
}

export async function serviceCloses(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  if (!account) return
  const known = knownAddresses(s.m, account.owner, s.now)
  const answer = await closeAccount(s.t.w.deps, { ...ask(account), cause: 'SALE' })
  if (answer.__typename !== 'AccountClosed') return
  endFlows(s.m, { accounts: [account], kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, s.now)
  endSessions(s.m, [account])
  if (account.credential) account.owner.left.push({ email: account.credential.email, until: s.now })
  account.state = 'CLOSED'
  s.told.push(...known)
  deed(s, 'closed')
}

/** The three acts that end in letters: for accounts that wait for one, and for open ones after three days. */
export async function serviceLetters(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  const act = s.pick.of([reopenAccount, detachEmail, reissueAccount])
  if (!account || !act) return
  const { m, t, now } = s
  const { owner } = account
  const known = knownAddresses(m, owner, now)
  const answer = await act(t.w.deps, ask(account), t.box)
  if (answer.__typename === 'StaffActionRequested') {
    m.requests.push({ owner, at: now })
    return void s.told.push(...known)
  }
  if (answer.__typename !== 'LettersIssued') return
  const lettered = m.accounts.filter(({ identifier }) => answer.identifiers.includes(identifier))
  law(
    'letters are for this owner’s accounts',
    lettered.every((one) => one.owner === owner),
  )
  const warned = m.requests.some((request) => request.owner === owner && request.at <= now - 3 * day)
  law(
    'an open account goes back to a letter only three days after its owner was told',
    warned || lettered.every(({ state }) => state !== 'ACTIVE'),
  )
  if (act === detachEmail) detached(s, account)
  else if (account.credential && account.state !== 'CLOSED')
    owner.left.push({ email: account.credential.email, until: now })
  if (act !== reopenAccount) endFlows(m, { accounts: lettered, kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, now)
  endSessions(m, lettered)
  for (const one of lettered) {
    const password = t.box.letters.find(({ identifier }) => identifier === one.identifier)?.issuedPassword ?? ''
    Object.assign(one, { state: 'ISSUED', issued: password, issuedUntil: now + 60 * day, credential: null })
    t.letters.push({ account: one, password })
    s.givesBack.push(one)
  }
  s.told.push(...known)
  deed(s, `${answer.kind} done`)
}

/** The address goes, and whatever of the owner's nobody uses any more. */
function detached({ m, now }: Step, account: ModelAccount): void {
  const { owner } = account
  const lost = account.credential ?? verifiedLast(owner)
  const isOpen = (one: ModelCredential) => sharing(m, one).some(({ state }) => state === 'ACTIVE' || state === 'FROZEN')
  const gone = owner.credentials.filter((one) => one.email === lost?.email || !isOpen(one))
  if (lost) owner.left.push({ email: lost.email, until: now })
  const issued = owner.accounts.filter(({ state }) => state === 'ISSUED')
  endFlows(m, { accounts: issued, kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, now)
  owner.credentials = owner.credentials.filter((one) => !gone.includes(one))
  for (const one of owner.accounts) if (one.credential && gone.includes(one.credential)) one.credential = null
}

/** An owner who typed too many wrong codes: at most 25 come back, and nothing opens. */
export async function serviceUnlocks(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  if (!account) return
  const { db, keys, settings } = s.t.w.deps
  const answer = await unlockAccount(s.t.w.deps, ask(account))
  if (answer.__typename !== 'AccountUnlocked') return
  s.givesBack.push(account)
  s.told.push(...knownAddresses(s.m, account.owner, s.now))
  const ofChanges = await readTries(db, { keys }, counters.wrongCodesOfChanges('live', account.id, settings.rules))
  const typed = account.wrongInChanges.filter((at) => at > s.now - 365 * day)
  law('nor in changes of e-mail', typed.length - ofChanges.length <= 25)
  account.wrongInChanges = ofChanges.map((at) => at.getTime())
  const email = account.credential?.email
  if (!email) return
  const identifier = identifierKey(account.identifier) ?? ''
  const pairs = resetPairs(keys, { realm: 'live', identifierKey: identifier, email })
  const left = await readTries(db, { keys }, counters.wrongCodesOnPair('live', pairs, settings.rules))
  const pair = `${account.identifier} ${email}`
  const before = s.m.wrongOnPair.get(pair)?.filter((at) => at > s.now - 365 * day) ?? []
  law('the service gives back 25 tries and no more', before.length - left.length <= 25)
  s.m.wrongOnPair.set(
    pair,
    left.map((at) => at.getTime()),
  )
  deed(s, 'unlocked')
}
