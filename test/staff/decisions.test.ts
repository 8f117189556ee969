import { describe, expect, test } from 'vitest'
import { readVerdict } from '../../server/domain/delivery.ts'
import { issuedAlphabet, newIssuedPassword, normalIssuedPassword } from '../../server/domain/issued-password.ts'
import { type NextActionFacts, nextAction } from '../../server/domain/next-action.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import {
  type AccountState,
  decideDetach,
  decideReissue,
  type StaffActionFacts,
  staffActionState,
} from '../../server/domain/staff-action.ts'

const now = new Date('2026-11-22T13:05:00Z')
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)

/** A request made so many hours ago, which takes effect after three days. */
const asked = (ago: number, changes: Partial<StaffActionFacts> = {}): StaffActionFacts => ({
  ...{ requestedAt: hours(-ago), effectiveAt: hours(72 - ago), doneAt: null, cancelledAt: null },
  ...changes,
})

const told = (decision: ReturnType<typeof decideReissue>) => (typeof decision === 'string' ? decision : decision.reason)

test.each([
  [asked(0), 'WAITING'],
  [asked(71.9), 'WAITING'],
  [asked(72), 'READY'],
  [asked(72 + 30 * 24 - 0.1), 'READY'],
  [asked(72 + 30 * 24), 'LAPSED'],
  [asked(1, { cancelledAt: now }), 'CANCELLED'],
  [asked(80, { doneAt: now }), 'DONE'],
  [asked(80, { doneAt: now, cancelledAt: now }), 'DONE'],
])('a request %o is %s', (action, state) => {
  expect(staffActionState(action, rules, now)).toBe(state)
})

describe('a new letter, by state of the account and of the request', () => {
  const requests = { none: null, waiting: asked(1), ready: asked(72), cancelled: asked(80, { cancelledAt: now }) }
  test.each([
    ['ISSUED', { none: 'DO', waiting: 'DO', ready: 'DO', cancelled: 'DO' }],
    ['ACTIVE', { none: 'REQUEST', waiting: 'WAITING', ready: 'DO', cancelled: 'REQUEST' }],
    ['FROZEN', { none: 'FROZEN', waiting: 'FROZEN', ready: 'FROZEN', cancelled: 'FROZEN' }],
    ['CLOSED', { none: 'CLOSED', waiting: 'CLOSED', ready: 'CLOSED', cancelled: 'CLOSED' }],
  ] as [AccountState, Record<keyof typeof requests, string>][])('%s', (state, row) => {
    const decided = Object.entries(requests).map(([name, pending]) => [
      name,
      told(decideReissue({ state, pending }, rules, now)),
    ])
    expect(Object.fromEntries(decided)).toEqual(row)
  })
})

test.each([
  ['an open account: asked for first', 'ACTIVE', hours(-99), ['ACTIVE'], null, 'REQUEST'],
  ['three days later: done', 'ACTIVE', hours(-99), ['ACTIVE'], asked(72), 'DO'],
  ['one open account among frozen ones waits for all', 'FROZEN', hours(-99), ['ACTIVE', 'FROZEN'], null, 'REQUEST'],
  ['all frozen: at once', 'FROZEN', hours(-99), ['FROZEN', 'FROZEN'], null, 'DO'],
  ['no account open any more: asked for first', 'ISSUED', hours(-99), [], null, 'REQUEST'],
  ['asked for before the last proof: counts for nothing', 'ACTIVE', hours(-71), ['ACTIVE'], asked(72), 'REQUEST'],
  ['no address: nothing to lose', 'ISSUED', null, [], null, 'NO_EMAIL'],
  ['closed: no way to it', 'CLOSED', hours(-99), ['ACTIVE'], asked(72), 'CLOSED'],
] as [string, AccountState, Date | null, AccountState[], StaffActionFacts | null, string][])(
  'a lost mailbox, %s',
  (_name, state, provedAt, affected, pending, decision) => {
    const free = { frozenByService: false, cancelledAt: null }
    expect(told(decideDetach({ state, provedAt, affected, pending, ...free }, rules, now))).toBe(decision)
  },
)

test.each([
  ['a clerk alone froze them: never at once', { frozenByService: true }, null, 'REQUEST'],
  ['and after three days', { frozenByService: true }, asked(72), 'DO'],
  ['their owner said no a while ago', { cancelledAt: hours(-30 * 24 + 1) }, null, 'REQUEST'],
  ['and longer ago', { cancelledAt: hours(-30 * 24) }, null, 'DO'],
] as [string, object, StaffActionFacts | null, string][])(
  'a lost mailbox of frozen accounts, %s',
  (_name, more, pending, decision) => {
    const facts = { state: 'FROZEN', provedAt: hours(-99), affected: ['FROZEN'], frozenByService: false } as const
    expect(told(decideDetach({ ...facts, cancelledAt: null, pending, ...more }, rules, now))).toBe(decision)
  },
)

describe('the next best action', () => {
  const facts: NextActionFacts = {
    state: 'ACTIVE',
    issuedExpired: false,
    emailFixed: true,
    emailInDoubt: false,
    mailboxLost: false,
    triesLeft: 10,
    signInWaits: false,
    resetBlockedUntil: null,
    flow: null,
    pending: null,
  }
  const flow = { kind: 'MIGRATION', step: 'ENTER_CODE' } as const
  const waiting = { kind: 'REISSUE', effectiveAt: hours(1) } as const
  test.each([
    [{}, { action: 'FORGOTTEN_PASSWORD' }],
    [{ resetBlockedUntil: hours(3) }, { action: 'WAIT_FOR_RESET', at: hours(3) }],
    [{ resetBlockedUntil: hours(-3) }, { action: 'FORGOTTEN_PASSWORD' }],
    [{ mailboxLost: true }, { action: 'DETACH_EMAIL' }],
    [{ triesLeft: 0 }, { action: 'UNLOCK' }],
    [{ signInWaits: true }, { action: 'UNLOCK' }],
    [
      { flow: { kind: 'RESET', step: 'SET_PASSWORD' } },
      { action: 'CONTINUE_FLOW', kind: 'RESET', step: 'SET_PASSWORD' },
    ],
    [{ triesLeft: 0, flow }, { action: 'UNLOCK' }],
    [
      { pending: waiting, triesLeft: 0 },
      { action: 'WAIT_FOR_ACTION', kind: 'REISSUE', at: hours(1) },
    ],
    [{ pending: { ...waiting, effectiveAt: now } }, { action: 'FINISH_ACTION', kind: 'REISSUE', at: now }],
    [{ state: 'ISSUED', emailFixed: false }, { action: 'USE_LETTER' }],
    [{ state: 'ISSUED', emailFixed: false, issuedExpired: true }, { action: 'REISSUE' }],
    [{ state: 'ISSUED', emailFixed: false, issuedExpired: true, triesLeft: 0 }, { action: 'REISSUE' }],
    [{ state: 'ISSUED', emailFixed: false, triesLeft: 0 }, { action: 'UNLOCK' }],
    [
      { state: 'ISSUED', emailFixed: false, flow },
      { action: 'CONTINUE_FLOW', ...flow },
    ],
    [{ state: 'ISSUED', emailFixed: false, flow, mailboxLost: true }, { action: 'CORRECT_EMAIL' }],
    [{ state: 'ISSUED', emailFixed: false, mailboxLost: true }, { action: 'USE_LETTER' }],
    [{ state: 'ISSUED', mailboxLost: true }, { action: 'DETACH_EMAIL' }],
    [{ state: 'FROZEN' }, { action: 'THAW' }],
    [{ state: 'FROZEN', emailInDoubt: true }, { action: 'DETACH_EMAIL' }],
    [{ state: 'FROZEN', triesLeft: 0 }, { action: 'THAW' }],
    [{ state: 'FROZEN', pending: { ...waiting, effectiveAt: now } }, { action: 'THAW' }],
    [
      { state: 'FROZEN', emailInDoubt: true, pending: { kind: 'DETACH_EMAIL', effectiveAt: now } },
      { action: 'FINISH_ACTION', kind: 'DETACH_EMAIL', at: now },
    ],
    [{ state: 'CLOSED', pending: waiting }, { action: 'NOTHING_CLOSED' }],
  ] as [Partial<NextActionFacts>, object][])('for %o is %o', (changes, next) => {
    expect(nextAction({ ...facts, ...changes }, now)).toEqual(next)
  })
})

test.each([
  ['SENT', '250', 'ACCEPTED', null],
  ['QUEUED', null, 'QUEUED', null],
  ['QUEUED', '450 4.7.1', 'DELAYED', 'GREYLISTED'],
  ['QUEUED', '451', 'DELAYED', 'GREYLISTED'],
  ['QUEUED', '452', 'DELAYED', 'FULL'],
  ['QUEUED', '452 4.2.2', 'DELAYED', 'FULL'],
  ['QUEUED', '421 4.3.2', 'DELAYED', 'LATER'],
  ['QUEUED', 'relay ECONNREFUSED', 'DELAYED', 'UNREACHABLE'],
  ['ABANDONED', 'relay ECONNREFUSED', 'ABANDONED', 'UNREACHABLE'],
  ['ABANDONED', '451', 'ABANDONED', 'GREYLISTED'],
  ['ABANDONED', 'DEAD CODE', 'ABANDONED', null],
  ['ABANDONED', null, 'ABANDONED', null],
  ['ABANDONED', '552 5.2.2', 'REFUSED', 'FULL'],
  ['ABANDONED', '552', 'REFUSED', 'FULL'],
  ['ABANDONED', '550 5.1.1', 'REFUSED', 'UNKNOWN'],
  ['ABANDONED', '552 5.1.1', 'REFUSED', 'FULL'],
  ['ABANDONED', '550', 'REFUSED', 'UNKNOWN'],
  ['ABANDONED', '550 MAIL', 'REFUSED', 'FILTERED'],
  ['ABANDONED', '550 DATA', 'REFUSED', 'FILTERED'],
  ['ABANDONED', '550 RELAY', 'REFUSED', 'OTHER'],
  ['ABANDONED', '550 5.1.10', 'REFUSED', 'UNKNOWN'],
  ['ABANDONED', '550 5.4.1', 'REFUSED', 'UNKNOWN'],
  ['ABANDONED', '550 5.4.4', 'REFUSED', 'DOMAIN'],
  ['ABANDONED', '550 5.4.310', 'REFUSED', 'DOMAIN'],
  ['ABANDONED', '556 5.1.10', 'REFUSED', 'DOMAIN'],
  ['ABANDONED', '550 5.1.2', 'REFUSED', 'DOMAIN'],
  ['ABANDONED', '550 5.2.1', 'REFUSED', 'CLOSED'],
  ['ABANDONED', '550 5.7.26', 'REFUSED', 'FILTERED'],
  ['ABANDONED', '554', 'REFUSED', 'FILTERED'],
  ['ABANDONED', '553 5.3.0', 'REFUSED', 'OTHER'],
] as const)('a mail %s with %s was %s, %s', (state, lastReply, status, reason) => {
  expect(readVerdict({ state, lastReply })).toEqual({ status, reason })
})

test('a new issued password is twelve signs in groups of four that nobody misreads, each as likely as another', () => {
  let next = 0
  const counted = new Map<string, number>()
  // Every byte as often as any other: what comes out must be as even.
  const bytes = (size: number) => Uint8Array.from({ length: size }, () => next++ % 256)
  for (let i = 0; i < 252; i++) {
    const password = newIssuedPassword(bytes)
    expect(password).toMatch(/^[2-9B-DF-HJKMNP-TV-Z]{4}(-[2-9B-DF-HJKMNP-TV-Z]{4}){2}$/)
    expect(normalIssuedPassword(password.toLowerCase().toUpperCase())).toHaveLength(12)
    for (const sign of password.replaceAll('-', '')) counted.set(sign, (counted.get(sign) ?? 0) + 1)
  }
  expect(Math.log2(issuedAlphabet.length ** 12)).toBeGreaterThan(50)
  expect([...counted.keys()].sort().join('')).toBe([...issuedAlphabet].sort().join(''))
  expect(issuedAlphabet).not.toMatch(/[01OIL]/)
  const [least, most] = [Math.min(...counted.values()), Math.max(...counted.values())]
  expect(most - least).toBeLessThanOrEqual(12)
})
