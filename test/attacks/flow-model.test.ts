import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modelRuns } from '../support/model-runs.ts'
import { world } from '../support/world.ts'
import { begin, beginnings } from './model/beginnings.ts'
import { lives } from './model/commands.ts'
import { openTown } from './model/town.ts'

test('random lives of owners, thieves, neighbours and the service reach nothing that the rules forbid', {
  timeout: modelRuns.timeoutMs,
}, async () => {
  const deeds = new Map<string, number>()
  let steps = 0
  for (const { seed, runs } of modelRuns.batches) {
    const w = await world()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), lives(50), async (beginning, life) => {
        const { model, real } = await openTown(w)
        await begin(model, real, beginning)
        await fc.asyncModelRun(async () => ({ model, real }), life)
        for (const [deed, times] of model.deeds) deeds.set(deed, (deeds.get(deed) ?? 0) + times)
        steps += [...life].length
      }),
      { seed, numRuns: runs },
    )
  }
  modelRuns.tell(`${steps} steps; ${[...deeds].map(([deed, times]) => `${deed}: ${times}`).join(', ')}`)
  // Lives that get nowhere would break no law either.
  for (const deed of ['migrated', 'reset', 'split', 'frozen', 'EMAIL_CHANGE code', 'thawed'])
    expect([...deeds.keys()]).toContain(deed)
})
