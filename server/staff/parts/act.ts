import type { Deps, Tx } from '../../deps.ts'
import { maskEmail } from '../../domain/email-address.ts'
import { type CloseCause, type StaffActionKind, staffActionState } from '../../domain/staff-action.ts'
import { record } from '../../flows/parts/record.ts'
import type { StaffAction } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import type { KnownRequest, StaffDeps } from './request.ts'

/** A notice may arrive late and still be worth reading for three days (security.md: guarantees). */
const hour = 3_600_000

/** The owner was told, and may cancel it from the notice until it is carried out. */
export interface StaffActionRequested {
  __typename: 'StaffActionRequested'
  kind: StaffActionKind
  effectiveAt: Date
  /** One of the accounts is frozen: the notice has no link, and its owner cancels by phone. */
  byPhone: boolean
  /** The addresses written to, masked. */
  told: string[]
}

export interface Act {
  kind: StaffActionKind
  request: KnownRequest
  /** Every account it changes: each has its event. */
  accountIds: readonly string[]
  /** Who is told: every known address, read before anything changes. */
  addresses: readonly string[]
  cause?: CloseCause
}

/** The newest request of a kind for these accounts that can still be carried out or cancelled; null: none. */
export async function findPending(
  tx: Pick<Tx, 'staffAction'>,
  deps: Pick<Deps, 'settings'>,
  kind: StaffActionKind,
  accountIds: readonly string[],
  now: Date,
): Promise<StaffAction | null> {
  const open = await tx.staffAction.findMany({
    where: { kind, accountId: { in: [...accountIds] }, doneAt: null, cancelledAt: null },
    orderBy: { requestedAt: 'desc' },
  })
  return open.find((action) => staffActionState(action, deps.settings.rules, now) !== 'LAPSED') ?? null
}

/** Writes the request down and tells the owner, with the link that cancels it. Nothing else changes. */
export async function requestAct(tx: Tx, deps: StaffDeps, act: Act, now: Date): Promise<StaffActionRequested> {
  const effectiveAt = new Date(now.getTime() + deps.settings.rules.staffDelayHours * hour)
  const action = await createAction(tx, deps, act, { requestedAt: now, effectiveAt }, now)
  await recordAct(tx, act, 'STAFF_ACTION_REQUESTED', action.id, now)
  // Past its instant the notice would offer what it no longer can.
  const giveUpAt = new Date(Math.min(effectiveAt.getTime(), now.getTime() + deps.settings.rules.noticeHours * hour))
  const told = await tell(tx, act, action.id, giveUpAt, now)
  const frozen = await tx.account.count({ where: { id: { in: [...act.accountIds] }, state: 'FROZEN' } })
  return { __typename: 'StaffActionRequested', kind: act.kind, effectiveAt, byPhone: frozen > 0, told }
}

/** Writes down what is done now (or that what was requested is) and tells the owner. Gives the masked addresses. */
export async function concludeAct(
  tx: Tx,
  deps: StaffDeps,
  act: Act,
  pending: StaffAction | null,
  now: Date,
): Promise<string[]> {
  const done = { requestedAt: now, effectiveAt: now, doneAt: now }
  const action = pending
    ? await tx.staffAction.update({ where: { id: pending.id }, data: { doneAt: now } })
    : await createAction(tx, deps, act, done, now)
  await recordAct(tx, act, 'STAFF_ACTION_DONE', action.id, now)
  return tell(tx, act, action.id, new Date(now.getTime() + deps.settings.rules.noticeHours * hour), now)
}

/** A newer request of the same kind takes the place of an older one, so that one link at a time cancels something. */
async function createAction(
  tx: Tx,
  deps: StaffDeps,
  { kind, request }: Act,
  instants: { requestedAt: Date; effectiveAt: Date; doneAt?: Date },
  now: Date,
): Promise<StaffAction> {
  const { account, by, reason } = request
  await tx.staffAction.updateMany({
    where: { kind, accountId: account.id, doneAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  })
  const { realm, id: accountId } = account
  return tx.staffAction.create({
    data: { realm, kind, accountId, by, reason, keyId: deps.keys.currentId, ...instants },
  })
}

async function recordAct(
  tx: Tx,
  { kind, cause, request, accountIds }: Act,
  event: 'STAFF_ACTION_REQUESTED' | 'STAFF_ACTION_DONE',
  action: string,
  now: Date,
): Promise<void> {
  const facts = { kind, action, by: request.by, ...(cause && { cause }) }
  const { account, reason } = request
  for (const accountId of accountIds) {
    await record(tx, { realm: account.realm, kind: event, at: now, accountId, facts, detail: { reason } }, null)
  }
}

async function tell(tx: Tx, act: Act, staffActionId: string, giveUpAt: Date, now: Date): Promise<string[]> {
  const { realm, id: accountId } = act.request.account
  for (const email of act.addresses) {
    await enqueue(tx, { realm, kind: 'STAFF_ACTION', email, accountId, staffActionId, at: now, giveUpAt })
  }
  return act.addresses.map(maskEmail)
}
