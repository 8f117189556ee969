import { codeFromDigest } from '../../server/domain/code.ts'
import { flowExpiry } from '../../server/domain/code-life.ts'
import { decideSend } from '../../server/domain/decide-send.ts'
import type { FlowKind } from '../../server/domain/flow.ts'
import { clientNetwork } from '../../server/domain/network.ts'
import type { SendRefused, TooManyTries } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import type { MessageKind } from '../mail-state.ts'
import type { Flow } from '../state.ts'
import { accountOf, type Counter, count, judge, judged, type Subject, triesOf } from './count.ts'
import { enqueue } from './mail.ts'
import { findAccount } from './rows.ts'

const messageKinds: Record<FlowKind, MessageKind> = {
  MIGRATION: 'MIGRATION_CODE',
  RESET: 'RESET_CODE',
  EMAIL_CHANGE: 'EMAIL_CHANGE_CODE',
}
const leastUsefulMinutes = 2

/**
 * Sends a code within the limits that its caller may see, as the server's send-code.ts. `recipient` null: made, and
 * mailed to nobody. Null: sent, or sent a moment ago.
 */
export function sendCode(
  act: Act,
  flow: Flow,
  request: { email: string; recipient: string | null; emailTyped: boolean; repeatable: boolean },
): SendRefused | TooManyTries | null {
  const { rules, now, random } = act
  const reset = flow.kind === 'RESET'
  const [open, own] = sendCounters(act, flow, request.recipient)
  const silent = reset ? judged(act, own) : []
  const decision = decideSend(
    {
      flow,
      codes: flow.codes,
      email: request.email,
      sends: judged(act, reset ? open : [...open, ...own]),
      budget: judge(act, triesOf(flow), rules.codeTries),
      repeatable: request.repeatable,
    },
    rules,
    now,
  )
  if (!decision.send) return decision.repeat ? null : decision.refusal
  const { key } = act.caller
  if (key && key.kind !== 'PUBLISHABLE') {
    const sent: Subject = `KEY_SENT ${key.id}`
    if (judge(act, sent, [rules.keySends]).left === 0) return { __typename: 'SendRefused', retryAt: nextMinute(now) }
    count(act, sent)
  }
  count(act, ...[...open, ...own].map(({ subject }) => subject))
  const recipient = silent.some(({ left }) => left === 0) ? null : request.recipient
  const account = findAccount(act.state, flow.accountId)
  const giveUpMinutes = reset ? rules.codeLifespanMinutes.RESET - leastUsefulMinutes : rules.codeLastAttemptMinutes
  flow.codes.push({
    codeSet: decision.codeSet,
    generation: 1 + Math.max(0, ...flow.codes.map(({ generation }) => generation)),
    email: request.email,
    muted: recipient === null,
    issuedAt: now,
    attemptedAt: null,
    acceptedAt: null,
    usedAt: null,
    digits: codeFromDigest(() => random.bytes(16)),
    messageId:
      recipient !== null && account
        ? enqueue(act, { kind: messageKinds[flow.kind], to: recipient, account, flow, link: null }, giveUpMinutes)
        : null,
  })
  Object.assign(flow, {
    step: 'ENTER_CODE',
    email: request.email,
    emailTyped: request.emailTyped,
    codeSet: decision.codeSet,
    triesAllowed: decision.triesAllowed,
    triesSpent: decision.triesSpent,
    verifiedAt: null,
    expiresAt: flowExpiry(flow.kind, now, flow.expiresAt, rules),
  } satisfies Partial<Flow>)
  return null
}

const nextMinute = (now: Date) => new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000)

/** What a send counts on: what its caller may always see, then account, owner and address (silent in a RESET). */
function sendCounters({ rules, caller, state }: Act, flow: Flow, recipient: string | null): [Counter[], Counter[]] {
  const { sends, sendsFromNetwork, sendsToSharedAddress } = rules
  const address = recipient ?? `nobody ${flow.pair}`
  const owner = findAccount(state, flow.accountId)?.ownerId ?? `nobody ${flow.pair}`
  const pause = { max: 1, minutes: rules.sendPauseSeconds / 60 }
  const network: Counter = {
    subject: `SEND_NETWORK ${clientNetwork(caller.clientAddress)}`,
    limits: sendsFromNetwork,
  }
  return [
    flow.kind === 'RESET' ? [network, { subject: `SEND_PAIR ${flow.pair}`, limits: [pause, ...sends] }] : [network],
    [
      { subject: `${flow.kind === 'EMAIL_CHANGE' ? 'SEND_CHANGE' : 'SEND_ACCOUNT'} ${accountOf(flow)}`, limits: sends },
      { subject: `SEND_OWNER_ADDRESS ${owner} ${address}`, limits: sends },
      { subject: `SEND_ADDRESS ${address}`, limits: sendsToSharedAddress },
    ],
  ]
}
