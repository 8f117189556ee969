import { describe, expect, test } from 'vitest'
import { decideSend, resendFrom } from '../../server/domain/decide-send.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import { codeFacts, flowFacts, later, now } from './facts.ts'

const free = { left: 1, retryAt: null }

interface Given {
  flow?: Parameters<typeof flowFacts>[0]
  codes?: ReturnType<typeof codeFacts>[]
  email?: string
  sends?: { left: number; retryAt: Date | null }[]
  budget?: { left: number; retryAt: Date | null }
  repeatable?: boolean
  at?: Date
}

const decide = ({
  flow,
  codes = [codeFacts()],
  email = 'marie@orange.fr',
  sends = [free, free],
  budget = { left: 10, retryAt: null },
  repeatable = false,
  at = later({ seconds: 60 }),
}: Given) => decideSend({ flow: flowFacts(flow), codes, email, sends, budget, repeatable }, rules, at)

test('the first code opens the first set, of five tries or what the account has left', () => {
  const fresh = { email: null, codeSet: 0, triesAllowed: 0 }
  expect(decide({ flow: fresh, codes: [] })).toEqual({ send: true, codeSet: 1, triesAllowed: 5, triesSpent: 0 })
  for (const left of [1, 4, 5, 6]) {
    const decision = decide({ flow: fresh, codes: [], budget: { left, retryAt: null } })
    expect(decision).toMatchObject({ triesAllowed: Math.min(5, left) })
  }
})

test('a code sent again joins the open set with the tries already spent', () => {
  const flow = { codeSet: 3, triesAllowed: 4, triesSpent: 2 }
  expect(decide({ flow, codes: [codeFacts({ codeSet: 3 })] })).toEqual({ send: true, ...flow })
})

test('a closed set, or another address, opens a new one', () => {
  const next = { send: true, codeSet: 2, triesAllowed: 5, triesSpent: 0 }
  expect(decide({ flow: { triesSpent: 5 } })).toEqual(next)
  expect(decide({ email: 'marie@free.fr', at: now })).toEqual(next)
})

describe('within the pause of the same address', () => {
  const wait = { send: false, repeat: false, refusal: { __typename: 'SendRefused', retryAt: later({ seconds: 60 }) } }

  test('it is told to wait until the second it is over', () => {
    expect(decide({ at: later({ seconds: 59, ms: 999 }) })).toEqual(wait)
    expect(decide({ at: later({ seconds: 60 }) })).toMatchObject({ send: true })
  })

  test('an address chosen again is answered as sent, while a code of it can be tried', () => {
    expect(decide({ at: now, repeatable: true })).toEqual({ send: false, repeat: true })
    expect(decide({ at: now, repeatable: true, flow: { triesSpent: 5 } })).toEqual(wait)
    expect(decide({ at: now, repeatable: true, codes: [codeFacts({ usedAt: now })] })).toEqual(wait)
  })

  test('the pause counts from the newest code', () => {
    const codes = [codeFacts({ issuedAt: later({ seconds: 30 }) }), codeFacts()]
    expect(decide({ codes, at: later({ seconds: 89 }) })).toMatchObject({ send: false })
    expect(decide({ codes, at: later({ seconds: 90 }) })).toMatchObject({ send: true })
  })
})

test('a spent account sends nothing more, before anything else is looked at', () => {
  const budget = { left: 0, retryAt: later({ hours: 24 }) }
  expect(decide({ budget, at: now, repeatable: true })).toEqual({
    send: false,
    repeat: false,
    refusal: { __typename: 'TooManyTries', retryAt: later({ hours: 24 }) },
  })
})

test('spent sends are told with the later of their times', () => {
  const hour = { left: 0, retryAt: later({ hours: 1 }) }
  const day = { left: 0, retryAt: later({ hours: 24 }) }
  for (const sends of [
    [hour, day],
    [day, hour],
    [day, free],
  ]) {
    expect(decide({ sends })).toMatchObject({ refusal: { __typename: 'SendRefused', retryAt: later({ hours: 24 }) } })
  }
  expect(decide({ sends: [hour, free] })).toMatchObject({ refusal: { retryAt: later({ hours: 1 }) } })
})

test('a code can be asked for again sixty seconds after the newest to the flow’s own address', () => {
  const flow = flowFacts()
  expect(resendFrom(flow, [], rules)).toBeNull()
  expect(resendFrom({ email: null }, [codeFacts()], rules)).toBeNull()
  expect(resendFrom(flow, [codeFacts({ email: 'x@y.fr' })], rules)).toBeNull()
  expect(resendFrom(flow, [codeFacts()], rules)).toEqual(later({ seconds: 60 }))
})
