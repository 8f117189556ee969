import type { Deps, Tx } from '../deps.ts'
import { readEmail } from '../domain/email-address.ts'
import { emailRefused } from '../domain/email-advice.ts'
import { identifierKey } from '../domain/identifier.ts'
import type { Busy, EmailRefused, InputRefused, SendRefused, TooManyTries } from '../domain/refusals.ts'
import { digestOf } from '../keys.ts'
import type { Caller } from './caller.ts'
import { slowStranger } from './parts/brake.ts'
import { gatherTries } from './parts/count.ts'
import { counters } from './parts/counters.ts'
import { accountOf, resetPairs } from './parts/flow-counters.ts'
import { resetGuardedUntil } from './parts/guard-reset.ts'
import { findDevice } from './parts/known-device.ts'
import { onTheBeat } from './parts/on-the-beat.ts'
import { resettableEmail } from './parts/recipient.ts'
import { record } from './parts/record.ts'
import { sendCode } from './parts/send-code.ts'
import { servedBy } from './parts/served.ts'
import { newToken } from './parts/token.ts'
import { via } from './parts/via.ts'

export interface ResetRequested {
  __typename: 'ResetRequested'
  handle: string
  flowId: string
}

/**
 * Asks for a code to set a forgotten password anew. Promise: what comes back is a function of the identifier and
 * address typed and of the client network, and nothing else: known, unknown, wrong address, not migrated, frozen, mail
 * server down — same answer, same rows, same time (rule 10). Mail goes to the address in the database only, and nowhere
 * while wrong codes have closed the account to resets begun without a known device.
 * Refuses with InputRefused, EmailRefused (format only), SendRefused, TooManyTries.
 */
export async function requestReset(
  deps: Deps,
  input: { identifier: string; email: string },
  caller: Caller,
): Promise<ResetRequested | InputRefused | EmailRefused | SendRefused | TooManyTries | Busy> {
  const { rules } = deps.settings
  const { realm } = caller
  const key = identifierKey(input.identifier)
  if (!key) {
    const reason = input.identifier.trim() === '' ? 'REQUIRED' : 'MALFORMED'
    return { __typename: 'InputRefused', fields: [{ field: 'identifier', reason }] }
  }
  const typed = readEmail(input.email)
  if ('reason' in typed) return emailRefused(typed.reason)
  const { address } = typed
  const pairs = resetPairs(deps.keys, { realm, identifierKey: key, email: address })
  const [pair] = pairs
  const knownDevice = (await findDevice(deps.db, caller, key, deps.clock.now())) !== null
  const slowed = await slowStranger(deps, knownDevice)
  if (slowed) return slowed
  const now = deps.clock.now()
  const handle = newToken(deps.random, 'cf')

  const ask = async (tx: Tx) => {
    if (pairs.length > 1) {
      const onPair = [counters.sendsOnPair(realm, pairs, rules), counters.wrongCodesOnPair(realm, pairs, rules)]
      await gatherTries(tx, deps, onPair, now)
    }
    const account = await findAccount(tx, caller, key)
    const asked = { realm, accountId: accountOf({ accountId: account?.id ?? null, pair }) }
    const guarded = await resetGuardedUntil(tx, deps, asked, now)
    const open = account && (knownDevice || !guarded)
    const recipient = open ? resettableEmail(account, address, now) : null
    const made = await tx.flow.create({
      data: {
        realm,
        kind: 'RESET',
        handleHash: digestOf(handle),
        accountId: recipient && account ? account.id : null,
        step: 'ENTER_CODE',
        email: address,
        emailTyped: true,
        pair,
        knownDevice,
        ...via(caller),
        createdAt: now,
        expiresAt: new Date(now.getTime() + rules.flowLifespanMinutes.RESET * 60_000),
      },
    })
    const flow = { ...made, codes: [] }
    const ownerId = recipient && account ? account.ownerId : null
    const request = { email: address, recipient, emailTyped: true, repeatable: false, ownerId }
    const stopped = await sendCode(tx, deps, flow, request, caller, now)
    if (stopped) {
      await tx.flow.delete({ where: { id: flow.id } })
      return stopped
    }
    // The account, if there is one: the service can tell who calls that the address was another one.
    const matched = recipient !== null
    await record(
      tx,
      {
        realm,
        kind: 'RESET_REQUESTED',
        at: now,
        accountId: account?.id ?? null,
        flowId: flow.id,
        facts: { matched },
      },
      caller,
    )
    return { __typename: 'ResetRequested' as const, handle, flowId: flow.id }
  }
  return onTheBeat(() => deps.db.$transaction(ask))
}

interface ResettableAccount {
  id: string
  ownerId: string
  state: string
  credential: { email: string; resetBlockedUntil: Date | null } | null
}

/** One statement whoever is asked for: a second one for those who have a credential told, in its time, that they do. */
async function findAccount(tx: Tx, caller: Caller, key: string): Promise<ResettableAccount | null> {
  const [row] = await tx.$queryRaw<
    (Omit<ResettableAccount, 'credential'> & { email: string | null; resetBlockedUntil: Date | null })[]
  >`
    SELECT a.id, a."ownerId", a.state::text, c.email, c."resetBlockedUntil"
    FROM "Account" AS a LEFT JOIN "Credential" AS c ON c.id = a."credentialId"
    WHERE a.realm = ${caller.realm} AND a."identifierKey" = ${key} ${servedBy(caller)}`
  if (!row) return null
  const { id, ownerId, state, email, resetBlockedUntil } = row
  return { id, ownerId, state, credential: email === null ? null : { email, resetBlockedUntil } }
}
