import { codeFromDigest } from '../../server/domain/code.ts'
import { flowExpiry } from '../../server/domain/code-life.ts'
import { decideSend } from '../../server/domain/decide-send.ts'
import type { FlowKind } from '../../server/domain/flow.ts'
import type { SendRefused, TooManyTries } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import type { Flow, MessageKind } from '../state.ts'
import { count, judge, type Subject, triesOf } from './count.ts'
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
  const subjects = sendSubjects(flow, request.recipient)
  const shared = request.recipient !== null && isShared(act, flow, request.recipient)
  const onAccount = judge(act, subjects[0], rules.sends)
  const toAddress = judge(act, subjects[1], shared ? rules.sendsToSharedAddress : rules.sends)
  const decision = decideSend(
    {
      flow,
      codes: flow.codes,
      email: request.email,
      sends: reset ? [judge(act, subjects[2], rules.sends)] : [onAccount, toAddress],
      budget: judge(act, triesOf(flow), rules.codeTries),
      repeatable: request.repeatable,
    },
    rules,
    now,
  )
  if (!decision.send) return decision.repeat ? null : decision.refusal
  count(act, ...(reset ? subjects : subjects.slice(0, 2)))
  const silenced = reset && (onAccount.left === 0 || toAddress.left === 0)
  const recipient = silenced ? null : request.recipient
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

/** Counted on the account, the address and, in a RESET, the typed pair. */
function sendSubjects(flow: Flow, recipient: string | null): [Subject, Subject, Subject] {
  const nobody = `nobody ${flow.pair}`
  return [`SEND_ACCOUNT ${flow.accountId ?? nobody}`, `SEND_ADDRESS ${recipient ?? nobody}`, `SEND_PAIR ${flow.pair}`]
}

/** Couples share an address: it then takes twice as many sends. */
function isShared({ state }: Act, flow: Flow, email: string): boolean {
  const owner = findAccount(state, flow.accountId)?.ownerId
  return state.credentials.some((credential) => credential.email === email && credential.ownerId !== owner)
}
