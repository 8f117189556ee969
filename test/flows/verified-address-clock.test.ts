import { expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import type { Attempt } from '../../server/mail/transport.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie@orange.example'
const fates: Record<string, Attempt> = {
  accepted: { accepted: true, reply: '250', by: 'orange.example' },
  full: { accepted: false, kind: 'later', reply: '452 4.2.2', by: 'orange.example' },
  unreachable: { accepted: false, kind: 'away', reply: 'mx ETIMEDOUT', by: null },
  unknown: { accepted: false, kind: 'never', reply: '550 5.1.1', by: 'orange.example' },
}

/** What a letter's thief reads of the second account, every three minutes, while the owner's verified address gets the code. */
async function readByThief(fate: Attempt) {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['061001', '061002'] })
  const { handle: own } = await step.start(first)
  await step.chooseEmail(own, email)
  await step.verify(own, await w.codeSentTo(email))
  await step.setPassword(own, 'Tilleul-42-lampe', { accounts: [] })
  await w.deliver()
  if (!second) throw new Error('no second letter')
  const { handle, flow } = await step.start(second)
  expect(flow.emailFixed).toBe(true)
  w.clock.forward({ minutes: 5 })
  await step.chooseEmail(handle, null)
  const courier = createCourier(w.deps, { send: async () => fate, close: async () => {} })
  const seen: unknown[] = []
  for (let i = 0; i < 6; i++) {
    await courier.runOnce()
    seen.push(await w.api(`{ flow(flow: "${handle}") { ... on Flow { codeValidUntil delivery { status } } } }`))
    w.clock.forward({ minutes: 3 })
  }
  return seen
}

test('a letter’s thief learns nothing of the owner’s mailbox from the clock of the code either', async () => {
  const accepted = await readByThief(fates.accepted as Attempt)
  for (const fate of ['full', 'unreachable', 'unknown']) {
    expect(await readByThief(fates[fate] as Attempt), fate).toEqual(accepted)
  }
})
