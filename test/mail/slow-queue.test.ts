import { expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import type { Attempt, Mail } from '../../server/mail/transport.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie@orange.example'
const later: Attempt = { accepted: false, kind: 'later', reply: '451 4.7.1', by: null }
const taken: Attempt = { accepted: true, reply: '250', by: null }

/** An owner who waits for a code, and a courier whose server answers as the test says. */
async function waiting() {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const sent: Mail[] = []
  let answer: (w: World) => Attempt = () => later
  const courier = createCourier(w.deps, {
    async send(mail) {
      sent.push(mail)
      return answer(w)
    },
    async close() {},
  })
  return {
    w,
    step,
    handle,
    sent,
    run: (next: (w: World) => Attempt) => {
      answer = next
      return courier.runOnce()
    },
    codeOf: () => /(?<!\d)\d{8}(?!\d)/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '',
    printed: () => /jusqu’à.(\d+.h.\d+)/.exec(sent.at(-1)?.text ?? '')?.[1]?.replaceAll('\u00a0', ' '),
  }
}

test('a queue slow by three hours and twenty-nine minutes leaves its owner all thirty', async () => {
  const { w, step, handle, run, codeOf, printed, sent } = await waiting()
  await run(() => later)
  w.clock.forward({ hours: 3, minutes: 29 })
  await run(() => taken)
  expect(sent.length).toBe(2)
  // 14 h 05 in Paris, and 3 h 29, and thirty minutes.
  expect(printed()).toBe('18 h 04')
  const again = await waiting()
  await again.run(() => later)
  again.w.clock.forward({ hours: 3, minutes: 29 })
  await again.run(() => taken)
  w.clock.forward({ minutes: 30 })
  expect(await step.verify(handle, codeOf())).toMatchObject({ __typename: 'CodeVerified' })
  again.w.clock.forward({ minutes: 30, ms: 1 })
  expect(await again.step.verify(again.handle, again.codeOf())).toMatchObject({ reason: 'EXPIRED', triesLeft: 5 })
})

test('nothing is attempted from three hours and a half on', async () => {
  const { w, run, sent } = await waiting()
  await run(() => later)
  w.clock.forward({ hours: 3, minutes: 30 })
  expect(await run(() => taken)).toBe(1)
  expect(sent.length).toBe(1)
  expect(await w.deps.db.message.findFirst()).toMatchObject({ state: 'ABANDONED', lastReply: '451 4.7.1' })
  const rows = await w.deps.db.delivery.findMany({ orderBy: { at: 'asc' } })
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
    ['DELAYED', 'GREYLISTED'],
    ['ABANDONED', 'GREYLISTED'],
  ])
})

test.each([
  ['at the last instant of the fourth hour', 0, { __typename: 'CodeVerified' }],
  ['an instant later', 1, { reason: 'EXPIRED' }],
])(
  'a server that takes twenty minutes to say yes does not lengthen the four hours: %s',
  async (_name, ms, expected) => {
    const { w, step, handle, run, codeOf } = await waiting()
    w.clock.forward({ hours: 3, minutes: 29 })
    await run(() => {
      w.clock.forward({ minutes: 20 })
      return taken
    })
    w.clock.forward({ minutes: 11, ms })
    expect(await step.verify(handle, codeOf())).toMatchObject(expected)
  },
)

test('a mailbox that is slower than a code lives is told so the second time, and no third code is sent', async () => {
  const { w, step, handle, run, codeOf, sent } = await waiting()
  await run(() => taken)
  w.clock.forward({ minutes: 31 })
  expect(await step.verify(handle, codeOf())).toMatchObject({ reason: 'EXPIRED', sentAgainAt: expect.any(String) })
  await run(() => taken)
  expect(sent.length).toBe(2)
  w.clock.forward({ minutes: 31 })
  expect(await step.verify(handle, codeOf())).toMatchObject({ reason: 'EXPIRED', sentAgainAt: null })
  expect(await run(() => taken)).toBe(0)
  expect(sent.length).toBe(2)
})
