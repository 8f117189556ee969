import type { Tx } from '../../deps.ts'
import type { Busy, InputRefused } from '../../domain/refusals.ts'
import { type StaffActionKind, type StaffDecision, type StaffRefused, staffRefused } from '../../domain/staff-action.ts'
import { knownAddresses } from '../../flows/parts/known-addresses.ts'
import { lockOwner } from '../../flows/parts/lock.ts'
import type { Account, StaffAction } from '../../generated/prisma/client.ts'
import { concludeAct, requestAct, type StaffActionRequested } from './act.ts'
import { issue, type LetterSink, type MadeLetter, makeLetters } from './letters.ts'
import { type KnownRequest, readRequest, type StaffDeps, type StaffRequest } from './request.ts'

/** Done: the accounts are back to their letters, which are where the sink put them. */
export interface LettersIssued {
  __typename: 'LettersIssued'
  kind: StaffActionKind
  identifiers: string[]
  /** When the new issued passwords stop working. Null: no letter was needed. */
  expiresAt: Date | null
  told: string[]
}

/** What an act with letters comes down to at this moment. */
export interface LetterPlan {
  decision: StaffDecision
  pending: StaffAction | null
  /** The accounts that get a new letter, in the order of their identifiers. */
  accountIds: string[]
  /** What the accounts stand on: two commands at once must not each leave a letter, of which one is dead. */
  basis: string
}

/** An account as a letter finds it: another letter, state or credential makes another basis. */
export function basisOf(accounts: readonly Pick<Account, 'state' | 'issuedHash' | 'credentialId'>[]): string {
  return JSON.stringify(accounts.map(({ state, issuedHash, credentialId }) => [state, issuedHash, credentialId]))
}

/** An act that makes letters. `plan` reads and judges; `apply` does what the act does besides, once. */
export interface LetterAct {
  kind: StaffActionKind
  plan(tx: Pick<Tx, 'account' | 'credential' | 'staffAction'>): Promise<LetterPlan>
  apply(tx: Tx, plan: LetterPlan): Promise<void>
}

export type LetterOutcome = LettersIssued | StaffActionRequested | StaffRefused | InputRefused | Busy

/**
 * Runs what `actOn` an account comes to. Promise: letters are on disk before the accounts change, and gone again when
 * they do not; hashing and writing happen outside the transaction, so everything is judged again under the owner's
 * lock. Refuses with InputRefused, StaffRefused, Busy.
 */
export async function actWithLetters(
  deps: StaffDeps,
  asked: StaffRequest,
  sink: LetterSink,
  actOn: (account: Account, now: Date) => LetterAct,
): Promise<LetterOutcome> {
  const now = deps.clock.now()
  const request = await readRequest(deps, asked)
  if ('__typename' in request) return request
  const act = actOn(request.account, now)
  const first = await act.plan(deps.db)
  if (typeof first.decision === 'object') return first.decision
  const letters = first.decision === 'DO' ? await makeLetters(deps, first.accountIds, now) : []
  if ('__typename' in letters) return letters
  if (letters.length > 0) await sink.write(letters.map(({ letter }) => letter))
  let issued = false
  try {
    const outcome = await deps.db.$transaction(async (tx) => {
      await lockOwner(tx, request.account.ownerId)
      const plan = await act.plan(tx)
      if (typeof plan.decision === 'object') return plan.decision
      if (plan.decision !== first.decision || plan.basis !== first.basis) return staffRefused('CHANGED')
      return settle(tx, deps, request, act, plan, letters, now)
    })
    issued = outcome.__typename === 'LettersIssued'
    return outcome
  } finally {
    if (!issued && letters.length > 0) await sink.discard()
  }
}

async function settle(
  tx: Tx,
  deps: StaffDeps,
  request: KnownRequest,
  { kind, apply }: LetterAct,
  plan: LetterPlan,
  letters: readonly MadeLetter[],
  now: Date,
): Promise<LettersIssued | StaffActionRequested> {
  const { account } = request
  const addresses = await knownAddresses(tx, deps, account.ownerId, now)
  const accountIds = plan.accountIds.includes(account.id) ? plan.accountIds : [account.id, ...plan.accountIds]
  const deed = { kind, request, accountIds, addresses }
  if (plan.decision === 'REQUEST') return requestAct(tx, deps, deed, now)
  await apply(tx, plan)
  await issue(tx, deps, account.realm, letters, now)
  const told = await concludeAct(tx, deps, deed, plan.pending, now)
  const identifiers = letters.map(({ letter }) => letter.identifier)
  return {
    __typename: 'LettersIssued',
    kind,
    identifiers,
    expiresAt: letters[0]?.letter.expiresAt ?? null,
    told,
  }
}
