import type { InputRefused } from '../domain/refusals.ts'
import { type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { judgeTries } from '../domain/tries.ts'
import { forgiveSignIns, giveBackTries, readTries } from '../flows/parts/count.ts'
import { counters } from '../flows/parts/counters.ts'
import { resetPairs } from '../flows/parts/flow-counters.ts'
import { knownAddresses } from '../flows/parts/known-addresses.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { concludeAct } from './parts/act.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountUnlocked {
  __typename: 'AccountUnlocked'
  identifier: string
  /** Wrong codes given back on the account's rolling year. */
  triesGivenBack: number
  /** What can be tried from now on. */
  triesLeft: number
  told: string[]
}

/**
 * An owner who typed too many wrong codes or passwords. Promise: at most 25 of the account's counted wrong codes are
 * given back, today's first and then the oldest, and nobody waits to sign in because of what was typed before; nothing is
 * opened by it. A reset counts on the pair its caller types: the right pair is given back as much, or its owner would
 * stand still there; and an account that wrong codes have closed to resets from unknown devices is open to them again.
 * Refuses with InputRefused, StaffRefused CLOSED.
 */
export async function unlockAccount(
  deps: StaffDeps,
  request: StaffRequest,
): Promise<AccountUnlocked | StaffRefused | InputRefused> {
  const now = deps.clock.now()
  const { rules } = deps.settings
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, known.account.ownerId)
    const account = await tx.account.findUniqueOrThrow({
      where: { id: known.account.id },
      include: { credential: { select: { email: true } } },
    })
    if (account.state === 'CLOSED') return staffRefused('CLOSED')
    const { id, realm, identifier, identifierKey, credential } = account
    // In the order of their kinds, as `countTries` touches them.
    await forgiveSignIns(tx, deps, {
      ...counters.signInsOnIdentifier(realm, identifierKey, rules),
      kind: 'SIGN_IN_IDENTIFIER',
    })
    await forgiveSignIns(tx, deps, {
      ...counters.signInsFromDevices(realm, identifierKey, rules),
      kind: 'SIGN_IN_DEVICES',
    })
    const wrongCodes = counters.wrongCodes(realm, id, rules)
    const triesGivenBack = await giveBackTries(tx, deps, wrongCodes, rules.codeTriesGivenBack, now)
    const ofChanges = counters.wrongCodesOfChanges(realm, id, rules)
    await giveBackTries(tx, deps, ofChanges, rules.codeTriesGivenBack, now)
    if (credential) {
      const pairs = resetPairs(deps.keys, { realm, identifierKey, email: credential.email })
      await giveBackTries(tx, deps, counters.wrongCodesOnPair(realm, pairs, rules), rules.codeTriesGivenBack, now)
    }
    const inResets = counters.wrongCodesInResets(realm, id, rules)
    await giveBackTries(tx, deps, inResets, Number.MAX_SAFE_INTEGER, now)
    const { left: triesLeft } = judgeTries(await readTries(tx, deps, wrongCodes), wrongCodes.limits, now)
    const addresses = await knownAddresses(tx, deps, account.ownerId, now)
    const told = await concludeAct(tx, deps, { kind: 'UNLOCK', request: known, accountIds: [id], addresses }, null, now)
    return { __typename: 'AccountUnlocked', identifier, triesGivenBack, triesLeft, told }
  })
}
