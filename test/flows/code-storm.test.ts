import { expect, test, vi } from 'vitest'
import { readTries } from '../../server/flows/parts/count.ts'
import { counters } from '../../server/flows/parts/counters.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

// Each request as if it came to a node of its own: within one they are taken in turn, and nothing would cross.
vi.mock('../../server/flows/parts/in-turn.ts', () => ({ inTurn: (_: string, work: () => unknown) => work() }))

test('right, wrong and broken codes on forty nodes at once: five at most are compared, one lets in, each counts once', async () => {
  const w = await world()
  const { failed, verified } = await storm(w, (code, n) => {
    if (n % 8 === 7) return code
    return n % 5 === 0 ? '12ab' : String((Number(code) + 1 + n) % 1e8).padStart(8, '0')
  })
  expect(verified).toBeLessThanOrEqual(1)
  expect(failed + verified).toBeLessThanOrEqual(5)
})

test('a right code on forty nodes at once lets in once, and leaves no try behind', async () => {
  const w = await world()
  expect(await storm(w, (code) => code)).toEqual({ failed: 0, verified: 1 })
})

/** What forty nodes made of what was typed at once on one flow, its rows agreeing with its answers. */
async function storm(w: World, typed: (code: string, n: number) => string) {
  const { db, settings } = w.deps
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie@orange.example')
  const code = await w.codeSentTo('marie@orange.example')
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => step.verify(handle, typed(code, n))))

  const failed = await db.event.count({ where: { kind: 'CODE_FAILED' } })
  const verified = answers.filter(({ __typename }) => __typename === 'CodeVerified').length
  expect(await db.event.count({ where: { kind: 'CODE_VERIFIED' } })).toBe(verified)
  expect(await readTries(db, w.deps, counters.wrongCodes('live', letter.accountId, settings.rules))).toHaveLength(
    failed,
  )
  const { triesSpent, triesAllowed } = await db.flow.findFirstOrThrow()
  expect(triesSpent).toBe(triesAllowed)
  return { failed, verified }
}
