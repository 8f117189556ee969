import type { Deps, Tx } from '../../deps.ts'
import { flowExpiry } from '../../domain/code-life.ts'
import { decideSend } from '../../domain/decide-send.ts'
import type { FlowKind } from '../../domain/flow.ts'
import type { SendRefused, TooManyTries } from '../../domain/refusals.ts'
import { judgeTries } from '../../domain/tries.ts'
import type { Code, Flow, MessageKind } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import { type Counter, counters, countTries, readTries, takeBack } from './count.ts'
import { accountOf, pairOf, visibleTries } from './flow-counters.ts'
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
 * a RESET of a pair that opens nothing. In a RESET the limits of account and address act silently: the code is then
 * made and mailed to nobody. Null: sent, or sent a moment ago. Refuses with SendRefused, TooManyTries.
 */
export async function sendCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[] },
  request: { email: string; recipient: string | null; emailTyped: boolean; repeatable: boolean },
  now: Date,
): Promise<SendRefused | TooManyTries | null> {
  const { rules } = deps.settings
  const counted = await sendCounters(tx, deps, flow, request)
  const [onAccount = [], toAddress = [], onPair = []] = await countTries(tx, deps, counted, now)
  const verdicts = [onAccount, toAddress, onPair]
    .slice(0, counted.length)
    .map((sends, i) => judgeTries(sends, counted[i]?.limits ?? [], now))
  const reset = flow.kind === 'RESET'
  const tries = visibleTries(flow, rules)
  const decision = decideSend(
    {
      flow,
      codes: flow.codes,
      email: request.email,
      sends: reset ? verdicts.slice(2) : verdicts,
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
  const silenced = reset && verdicts.slice(0, 2).some(({ left }) => left === 0)
  const recipient = silenced ? null : request.recipient
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
  await record(tx, { realm: flow.realm, kind: 'CODE_SENT', at: now, accountId: flow.accountId, flowId: flow.id })
  return null
}

async function sendCounters(
  tx: Tx,
  deps: Deps,
  flow: Flow,
  request: { email: string; recipient: string | null },
): Promise<[Counter, ...Counter[]]> {
  const { rules } = deps.settings
  // A wrong pair never touches the account or its address: it counts on a subject of its own, with the same rows.
  const address = request.recipient ?? `nobody ${pairOf(flow)}`
  const shared = await isShared(tx, flow, address)
  return [
    counters.sendsOnAccount(flow.realm, accountOf(flow), rules),
    counters.sendsToAddress(flow.realm, address, shared, rules),
    ...(flow.kind === 'RESET' ? [counters.sendsOnPair(flow.realm, pairOf(flow), rules)] : []),
  ]
}

/**
 * Couples share an address: it then takes twice as many sends (security.md: limits). One exact look-up by the index,
 * the same for a pair that opens nothing: a scan told in a RESET's time whose address it is.
 */
async function isShared(tx: Tx, { accountId }: Flow, email: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ shared: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM "Credential" AS c WHERE c.email = ${email}
        AND NOT EXISTS (SELECT 1 FROM "Account" AS a WHERE a.id = ${accountId}::uuid AND a."ownerId" = c."ownerId")
    ) AS shared`
  return row?.shared ?? false
}
