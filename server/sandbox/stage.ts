import type { Deps, Tx } from '../deps.ts'
import { identifierKey } from '../domain/identifier.ts'
import type { Rules } from '../domain/rules.ts'
import { writeTries } from '../flows/parts/count.ts'
import { type Counter, counters } from '../flows/parts/counters.ts'
import { type CountedBefore, type MagicPerson, magicPeople } from './people.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Found {
  id: string
  identifierKey: string
  credentialId: string | null
}

type Counted = (rules: Rules, realm: string, account: Found) => { counter: Counter; times: number }

/** What was counted on whom, as many times as the limits of the day: a limit that changes is still reached. */
const countedBefore: Readonly<Record<CountedBefore, Counted>> = {
  ALL_WRONG_CODES: (rules, realm, { id }) => ({
    counter: counters.wrongCodes(realm, id, rules),
    times: dayLimit(rules.codeTries),
  }),
  WRONG_CODES: (rules, realm, { id }) => ({
    counter: counters.wrongCodes(realm, id, rules),
    times: dayLimit(rules.codeTries) - 2,
  }),
  SENDS: (rules, realm, { id }) => ({
    counter: counters.sendsOnAccount(realm, id, rules),
    times: dayLimit(rules.sends),
  }),
  SIGN_INS: (rules, realm, account) => ({
    counter: counters.signInsOnIdentifier(realm, account.identifierKey, rules),
    times: dayLimit(rules.signInPerIdentifier),
  }),
  RESET_CODES: (rules, realm, { id }) => ({
    counter: counters.wrongCodesInResets(realm, id, rules),
    times: rules.resetGuardTries.max,
  }),
}

const dayLimit = (limits: Rules['codeTries']) => limits.find(({ minutes }) => minutes * minute === day)?.max ?? 0

/** Sets what happened to people before anybody came, as of `now`: what a limit forgets within a day is there again. */
export async function stage(tx: Tx, deps: Pick<Deps, 'keys' | 'settings'>, realm: string, now: Date): Promise<void> {
  const { rules } = deps.settings
  for (const person of magicPeople) {
    if (!person.counted && !person.standing) continue
    const account = await find(tx, realm, person)
    if (account && person.counted) {
      const { counter, times } = countedBefore[person.counted](rules, realm, account)
      // Two hours ago, a minute apart: within the day, and outside the hour that sends are counted in.
      const last = now.getTime() - 2 * hour
      const instants = Array.from({ length: times }, (_, i) => new Date(last - (times - 1 - i) * minute))
      await writeTries(tx, deps, counter, instants)
    }
    if (account?.credentialId) await setStanding(tx, person.standing, account.credentialId, rules, now)
  }
}

function find(tx: Tx, realm: string, { accounts: [first] }: MagicPerson): Promise<Found | null> {
  const key = identifierKey(first?.[0] ?? '') ?? ''
  return tx.account.findUnique({
    where: { realm_identifierKey: { realm, identifierKey: key } },
    select: { id: true, identifierKey: true, credentialId: true },
  })
}

async function setStanding(
  tx: Tx,
  standing: MagicPerson['standing'],
  credentialId: string,
  rules: Rules,
  now: Date,
): Promise<void> {
  const anHourAgo = new Date(now.getTime() - hour)
  if (standing === 'EMAIL_JUST_CHANGED') {
    const resetBlockedUntil = new Date(anHourAgo.getTime() + rules.resetBlockedHours * hour)
    const changed = { emailChangedAt: anHourAgo, previousEmail: 'avant@bac-a-sable.example', resetBlockedUntil }
    await tx.credential.update({ where: { id: credentialId }, data: changed })
  }
  if (standing === 'EMAIL_REFUSED') {
    const refused = { emailRefusedAt: anHourAgo, emailRefusedFor: 'UNKNOWN' as const }
    await tx.credential.update({ where: { id: credentialId }, data: refused })
  }
}
