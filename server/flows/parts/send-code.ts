import type { Deps, Tx } from '../../deps.ts'
import { decideSend } from '../../domain/decide-send.ts'
import { clientNetwork } from '../../domain/network.ts'
import type { SendRefused, TooManyTries } from '../../domain/refusals.ts'
import { judgeTries } from '../../domain/tries.ts'
import type { Code, Flow } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { countTries, readTries, takeBack } from './count.ts'
import { type Counter, counters } from './counters.ts'
import { accountOf, nobodyOf, pairsOf, visibleTries } from './flow-counters.ts'
import { countKeySend, keySendsRetryAt } from './key-sends.ts'
import { writeCode } from './write-code.ts'

export interface SendRequest {
  /** The address the flow shows. */
  email: string
  /** The one read from the database that mail goes to; null in a RESET of a pair that opens nothing. */
  recipient: string | null
  emailTyped: boolean
  repeatable: boolean
  /** Whose account it is, or null in a RESET of a pair that opens nothing; absent: looked up. */
  ownerId?: string | null
}

export interface CodeSent {
  __typename: 'CodeSent'
  flowId: string
}

/**
 * Sends a code of a locked flow, within the limits that its caller may see (counted first, taken back when nothing
 * leaves). In a RESET the limits of account, owner and address act silently: the code is then made and mailed to nobody.
 * Null: sent, or sent a moment ago. Refuses with SendRefused, TooManyTries.
 */
export async function sendCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[] },
  request: SendRequest,
  caller: Caller,
  now: Date,
): Promise<SendRefused | TooManyTries | null> {
  const { rules } = deps.settings
  const reset = flow.kind === 'RESET'
  const [open, own] = await sendCounters(tx, deps, flow, request, caller)
  const counted: [Counter, ...Counter[]] = [...open, ...own]
  const earlier = await countTries(tx, deps, counted, now)
  const verdicts = earlier.map((sends, i) => judgeTries(sends, counted[i]?.limits ?? [], now))
  const silent = reset ? verdicts.slice(open.length) : []
  const tries = visibleTries(flow, rules)
  const decision = decideSend(
    {
      flow,
      codes: flow.codes,
      email: request.email,
      sends: reset ? verdicts.slice(0, open.length) : verdicts,
      budget: judgeTries(await readTries(tx, deps, tries), tries.limits, now),
      repeatable: request.repeatable,
    },
    rules,
    now,
  )
  if (!decision.send) {
    await takeBack(tx, deps, counted, now)
    return decision.repeat ? null : decision.refusal
  }
  if (caller.key && !(await countKeySend(tx, caller.key, flow.id, rules, now))) {
    await takeBack(tx, deps, counted, now)
    return { __typename: 'SendRefused', retryAt: keySendsRetryAt(now) }
  }
  const recipient = silent.some(({ left }) => left === 0) ? null : request.recipient
  const last = Math.max(0, ...flow.codes.map(({ generation }) => generation))
  await writeCode(tx, deps, flow, { ...request, ...decision, recipient, generation: last + 1 }, caller, now)
  return null
}

/**
 * What a send counts on: what the caller may always see (its own network, in a RESET the pair it typed), then account,
 * owner and address. Two owners may share an address: it takes twice as many sends as one owner may send to it
 * (security.md: limits). That it holds for every address, shared or not, keeps the limit from telling whose it is.
 */
async function sendCounters(
  tx: Tx,
  deps: Deps,
  flow: Flow,
  request: SendRequest,
  caller: Caller,
): Promise<[[Counter, ...Counter[]], Counter[]]> {
  const { rules } = deps.settings
  const { realm } = flow
  // A wrong pair never touches the account or its address: it counts on a subject of its own, with the same rows.
  const address = request.recipient ?? nobodyOf(flow)
  const owner = request.ownerId === undefined ? await ownerOf(tx, flow) : (request.ownerId ?? nobodyOf(flow))
  const fromNetwork = counters.sendsFromNetwork(realm, clientNetwork(caller.clientAddress), rules)
  return [
    flow.kind === 'RESET' ? [fromNetwork, counters.sendsOnPair(realm, pairsOf(flow), rules)] : [fromNetwork],
    [
      flow.kind === 'EMAIL_CHANGE'
        ? counters.sendsOfChanges(realm, accountOf(flow), rules)
        : counters.sendsOnAccount(realm, accountOf(flow), rules),
      counters.sendsOfOwnerToAddress(realm, owner, address, rules),
      counters.sendsToAddress(realm, address, rules),
    ],
  ]
}

async function ownerOf(tx: Tx, flow: Flow): Promise<string> {
  const [row] = await tx.$queryRaw<{ ownerId: string }[]>`
    SELECT "ownerId" FROM "Account" WHERE id = ${flow.accountId}::uuid`
  return row?.ownerId ?? nobodyOf(flow)
}
