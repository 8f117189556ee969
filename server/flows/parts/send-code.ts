import type { Deps, Tx } from '../../deps.ts'
import { flowExpiry } from '../../domain/code-life.ts'
import { decideSend } from '../../domain/decide-send.ts'
import { emailKey } from '../../domain/email-address.ts'
import type { SendRefused, TooManyTries } from '../../domain/refusals.ts'
import { judgeTries } from '../../domain/tries.ts'
import type { Code, Flow } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import { counters, countTries, readTries, takeBack } from './count.ts'
import { record } from './record.ts'

export interface CodeSent {
  __typename: 'CodeSent'
  flowId: string
}

/**
 * Sends a code of a locked flow to `email`, within the limits on the account and on the address (counted first, taken
 * back when nothing leaves). Null: sent, or sent a moment ago. Refuses with SendRefused, TooManyTries.
 */
export async function sendCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[]; accountId: string },
  request: { email: string; emailTyped: boolean; repeatable: boolean },
  now: Date,
): Promise<SendRefused | TooManyTries | null> {
  const { rules } = deps.settings
  const { realm, accountId } = flow
  const { email } = request
  const onAccount = counters.sendsOnAccount(realm, accountId, rules)
  const toAddress = counters.sendsToAddress(realm, emailKey(email), await isShared(tx, accountId, email), rules)
  const [accountSends = [], addressSends = []] = await countTries(tx, deps, [onAccount, toAddress], now)
  const wrongCodes = await readTries(tx, deps, counters.wrongCodes(realm, accountId, rules))
  const decision = decideSend(
    {
      flow,
      codes: flow.codes,
      email,
      sends: [judgeTries(accountSends, onAccount.limits, now), judgeTries(addressSends, toAddress.limits, now)],
      budget: judgeTries(wrongCodes, rules.codeTries, now),
      repeatable: request.repeatable,
    },
    rules,
    now,
  )
  if (!decision.send) {
    await takeBack(tx, deps, [onAccount, toAddress], now)
    return decision.repeat ? null : decision.refusal
  }
  const code = await tx.code.create({
    data: {
      flowId: flow.id,
      codeSet: decision.codeSet,
      generation: 1 + Math.max(0, ...flow.codes.map(({ generation }) => generation)),
      email,
      salt: deps.random.bytes(16),
      keyId: deps.keys.currentId,
      issuedAt: now,
    },
    select: { id: true },
  })
  await tx.flow.update({
    where: { id: flow.id },
    data: {
      step: 'ENTER_CODE',
      email,
      emailTyped: request.emailTyped,
      codeSet: decision.codeSet,
      triesAllowed: decision.triesAllowed,
      triesSpent: decision.triesSpent,
      verifiedAt: null,
      expiresAt: flowExpiry(flow.kind, now, flow.expiresAt, rules),
    },
  })
  await enqueue(tx, {
    realm,
    kind: 'MIGRATION_CODE',
    email,
    accountId,
    codeId: code.id,
    at: now,
    giveUpAt: new Date(now.getTime() + rules.codeLastAttemptMinutes * 60_000),
  })
  await record(tx, { realm, kind: 'CODE_SENT', at: now, accountId, flowId: flow.id })
  return null
}

/** Couples share an address: it then takes twice as many sends (security.md: limits). */
async function isShared(tx: Tx, accountId: string, email: string): Promise<boolean> {
  const other = await tx.credential.findFirst({
    where: { email: { equals: email, mode: 'insensitive' }, owner: { accounts: { none: { id: accountId } } } },
    select: { id: true },
  })
  return other !== null
}
