import { maskEmail } from '../../domain/email-address.ts'
import { type EmailDoubtFacts, isEmailInDoubt } from '../../domain/email-doubt.ts'
import { currentStep } from '../../domain/flow.ts'
import type { Rules } from '../../domain/rules.ts'
import { staffActionState } from '../../domain/staff-action.ts'
import { standsNow } from '../../domain/told-delivery.ts'
import { judgeSignIns, judgeTries } from '../../domain/tries.ts'
import { readTries } from '../../flows/parts/count.ts'
import { counters } from '../../flows/parts/counters.ts'
import { partnerIn, partnerNames } from '../../flows/parts/partner-names.ts'
import type { Account, Credential, MessageKind } from '../../generated/prisma/client.ts'
import { eventWords } from '../words/event-words.ts'
import { throughPortal } from '../words/portal-words.ts'
import type { AccountSheet, ActionLine, EmailLine, FlowLine, MessageLine } from './account-sheet.ts'
import type { StaffDeps } from './request.ts'

type Reader = Pick<StaffDeps, 'db' | 'keys' | 'settings'>

const shownEvents = 20
const shownActions = 5

export function emailLine(
  credential: Credential & EmailDoubtFacts,
  all: readonly EmailDoubtFacts[],
  rules: Rules,
  now: Date,
): EmailLine {
  const { email, emailVerifiedAt: verifiedAt, emailChangedAt: changedAt, resetBlockedUntil } = credential
  const { emailRefusedAt, emailRefusedFor } = credential
  const refused = emailRefusedAt && emailRefusedFor && { at: emailRefusedAt, reason: emailRefusedFor }
  const inDoubt = isEmailInDoubt(credential, all, rules, now)
  return { address: maskEmail(email), verifiedAt, changedAt, inDoubt, refused, resetBlockedUntil }
}

/** The newest flow of the account that is still open. */
export async function readFlowLine(deps: Reader, accountId: string, now: Date): Promise<FlowLine | null> {
  const { db, settings } = deps
  const flow = await db.flow.findFirst({
    where: { accountId, endedAt: null, expiresAt: { gte: now } },
    orderBy: { createdAt: 'desc' },
  })
  if (!flow) return null
  const { kind, email, createdAt: startedAt, expiresAt, partnerId } = flow
  const portal = (await partnerNames(deps, [partnerId])).get(partnerId) ?? null
  const step = currentStep(flow, settings.rules, now)
  return { kind, step, email: email && maskEmail(email), startedAt, expiresAt, portal }
}

/** The open sessions of these accounts: how many, and through whose portals. */
export async function readSessionLines(
  deps: Reader,
  accountIds: readonly string[],
  now: Date,
): Promise<Pick<AccountSheet, 'openSessions' | 'portals'>> {
  const idle = new Date(now.getTime() - deps.settings.rules.sessionIdleMinutes * 60_000)
  const counted = await deps.db.session.groupBy({
    by: ['partnerId'],
    where: { accountId: { in: [...accountIds] }, endedAt: null, expiresAt: { gt: now }, lastUsedAt: { gt: idle } },
    _count: true,
  })
  const names = await partnerNames(
    deps,
    counted.map(({ partnerId }) => partnerId),
  )
  return {
    openSessions: counted.reduce((total, { _count }) => total + _count, 0),
    portals: counted
      .flatMap(({ partnerId, _count: sessions }) => {
        const name = names.get(partnerId)
        return name === undefined ? [] : [{ name, sessions }]
      })
      .toSorted((a, b) => a.name.localeCompare(b.name, 'fr')),
  }
}

export async function readTriesLines(
  deps: Reader,
  { id, realm, identifierKey }: Account,
  now: Date,
): Promise<Pick<AccountSheet, 'codeTries' | 'signInWaitsUntil'>> {
  const { rules } = deps.settings
  const wrongCodes = counters.wrongCodes(realm, id, rules)
  const failures = await readTries(deps.db, deps, counters.signInsOnIdentifier(realm, identifierKey, rules))
  return {
    codeTries: judgeTries(await readTries(deps.db, deps, wrongCodes), wrongCodes.limits, now),
    signInWaitsUntil: judgeSignIns(failures, rules, now).retryAt,
  }
}

/** The newest mail of these accounts, of any kind or of some, and what became of it: late reports included. */
export async function readMessageLine(
  { db }: Reader,
  accountIds: readonly string[],
  now: Date,
  about: { kinds?: MessageKind[]; since?: Date } = {},
): Promise<MessageLine | null> {
  const message = await db.message.findFirst({
    where: {
      accountId: { in: [...accountIds] },
      ...(about.kinds && { kind: { in: about.kinds } }),
      ...(about.since && { createdAt: { gte: about.since } }),
    },
    orderBy: { createdAt: 'desc' },
    include: { deliveries: true },
  })
  return message && { kind: message.kind, delivery: standsNow(message, now) }
}

/** What the service did or asked for on this account, and the addresses it asked to detach of its owner's. */
export async function readActionLines({ db, settings }: Reader, account: Account, now: Date): Promise<ActionLine[]> {
  const actions = await db.staffAction.findMany({
    where: {
      OR: [{ accountId: account.id }, { kind: 'DETACH_EMAIL', account: { ownerId: account.ownerId } }],
      kind: { not: 'SHOW' },
    },
    orderBy: { requestedAt: 'desc' },
    take: shownActions,
  })
  return actions.map(({ kind, by, reason, requestedAt, effectiveAt, ...instants }) => {
    const state = staffActionState({ requestedAt, effectiveAt, ...instants }, settings.rules, now)
    return { kind, by, reason, requestedAt, effectiveAt, state }
  })
}

/** Who looked at the sheet before is in the audit, not on the sheet: it would push out what the owner did. */
export async function readEventLines(deps: Reader, accountId: string): Promise<AccountSheet['events']> {
  const events = await deps.db.event.findMany({
    where: { accountId, kind: { not: 'ACCOUNT_SHOWN' } },
    orderBy: { at: 'desc' },
    take: shownEvents,
  })
  const names = await partnerNames(
    deps,
    events.map(({ facts }) => partnerIn(facts)),
  )
  return events.map(({ at, kind, facts }) => {
    const known = typeof facts === 'object' && !Array.isArray(facts) ? { ...facts } : {}
    return { at, kind, words: eventWords(kind, known) + throughPortal(names.get(partnerIn(facts))) }
  })
}
