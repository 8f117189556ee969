import type { Deps, Tx } from '../../deps.ts'
import { flowExpiry } from '../../domain/code-life.ts'
import { decideSend } from '../../domain/decide-send.ts'
import type { FlowKind } from '../../domain/flow.ts'
import { clientNetwork } from '../../domain/network.ts'
import type { SendRefused, TooManyTries } from '../../domain/refusals.ts'
import { judgeTries } from '../../domain/tries.ts'
import type { Code, Flow, MessageKind } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import type { Caller } from '../caller.ts'
import { countTries, readTries, takeBack } from './count.ts'
import { type Counter, counters } from './counters.ts'
import { accountOf, nobodyOf, pairsOf, visibleTries } from './flow-counters.ts'
import { countKeySend, keySendsRetryAt } from './key-sends.ts'
import { record } from './record.ts'

export interface CodeSent {
  __typename: 'CodeSent'
  flowId: string
}

const messageKinds: Record<FlowKind, MessageKind> = {
  MIGRATION: 'MIGRATION_CODE',
  RESET: 'RESET_CODE',
  EMAIL_CHANGE: 'EMAIL_CHANGE_CODE',
}

/** A reset's code is not attempted later than this before its end: it could no longer be typed in time. */
const leastUsefulMinutes = 2

/**
 * Sends a code of a locked flow, within the limits that its caller may see (counted first, taken back when nothing
 * leaves). `email`: the address the flow shows; `recipient`: the one read from the database that mail goes to, null in
 * a RESET of a pair that opens nothing. In a RESET the limits of account, owner and address act silently: the code is
 * then made and mailed to nobody. Null: sent, or sent a moment ago. Refuses with SendRefused, TooManyTries.
 */
export async function sendCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[] },
  request: { email: string; recipient: string | null; emailTyped: boolean; repeatable: boolean },
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
  const code = await tx.code.create({
    data: {
      flowId: flow.id,
      codeSet: decision.codeSet,
      generation: 1 + Math.max(0, ...flow.codes.map(({ generation }) => generation)),
      email: request.email,
      salt: deps.random.bytes(16),
      keyId: deps.keys.currentId,
      muted: recipient === null,
      issuedAt: now,
    },
    select: { id: true },
  })
  await tx.flow.update({
    where: { id: flow.id },
    data: {
      step: 'ENTER_CODE',
      email: request.email,
      emailTyped: request.emailTyped,
      codeSet: decision.codeSet,
      triesAllowed: decision.triesAllowed,
      triesSpent: decision.triesSpent,
      verifiedAt: null,
      expiresAt: flowExpiry(flow.kind, now, flow.expiresAt, rules),
    },
  })
  const lastAttemptMinutes = reset ? rules.codeLifespanMinutes.RESET - leastUsefulMinutes : rules.codeLastAttemptMinutes
  await enqueue(tx, {
    realm: flow.realm,
    kind: messageKinds[flow.kind],
    email: recipient,
    accountId: flow.accountId,
    codeId: code.id,
    at: now,
    giveUpAt: new Date(now.getTime() + lastAttemptMinutes * 60_000),
  })
  await record(
    tx,
    { realm: flow.realm, kind: 'CODE_SENT', at: now, accountId: flow.accountId, flowId: flow.id },
    caller,
  )
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
  request: { email: string; recipient: string | null },
  caller: Caller,
): Promise<[[Counter, ...Counter[]], Counter[]]> {
  const { rules } = deps.settings
  const { realm } = flow
  // A wrong pair never touches the account or its address: it counts on a subject of its own, with the same rows.
  const address = request.recipient ?? nobodyOf(flow)
  const fromNetwork = counters.sendsFromNetwork(realm, clientNetwork(caller.clientAddress), rules)
  return [
    flow.kind === 'RESET' ? [fromNetwork, counters.sendsOnPair(realm, pairsOf(flow), rules)] : [fromNetwork],
    [
      flow.kind === 'EMAIL_CHANGE'
        ? counters.sendsOfChanges(realm, accountOf(flow), rules)
        : counters.sendsOnAccount(realm, accountOf(flow), rules),
      counters.sendsOfOwnerToAddress(realm, await ownerOf(tx, flow), address, rules),
      counters.sendsToAddress(realm, address, rules),
    ],
  ]
}

async function ownerOf(tx: Tx, flow: Flow): Promise<string> {
  const [row] = await tx.$queryRaw<{ ownerId: string }[]>`
    SELECT "ownerId" FROM "Account" WHERE id = ${flow.accountId}::uuid`
  return row?.ownerId ?? nobodyOf(flow)
}
