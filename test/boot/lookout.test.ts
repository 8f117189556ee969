import { expect, test } from 'vitest'
import { createLookout } from '../../server/lookout.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

async function mailFor(w: World): Promise<void> {
  const [letter] = await w.people.owner()
  const { handle } = await steps(w).start(letter)
  await steps(w).chooseEmail(handle, 'marie@orange.example')
}

test('mail that is due and that no courier takes is told after two minutes, until one does', async () => {
  const w = await world()
  const lookout = createLookout(w.deps, async () => 10_000)
  await mailFor(w)
  w.clock.forward({ minutes: 2 })
  await lookout.look()
  expect(lookout.alerts()).toEqual([])
  w.clock.forward({ seconds: 1 })
  await lookout.look()
  expect(lookout.alerts()).toEqual(['MAIL_WAITS'])
  await w.deliver()
  await lookout.look()
  expect(lookout.alerts()).toEqual([])
})

test('mail that waits for its next attempt, and mail in a courier’s hand, is not late', async () => {
  const w = await world()
  const lookout = createLookout(w.deps, async () => 10_000)
  await mailFor(w)
  await mailFor(w)
  const [held, put] = await w.deps.db.message.findMany({ select: { id: true } })
  w.clock.forward({ minutes: 10 })
  const soon = new Date(w.clock.now().getTime() + 10_000)
  await w.deps.db.message.update({ where: { id: held?.id ?? '' }, data: { leasedUntil: soon } })
  await w.deps.db.message.update({ where: { id: put?.id ?? '' }, data: { nextAttemptAt: soon } })
  await lookout.look()
  expect(lookout.alerts()).toEqual([])
})

test('a disk that fills is told where the program keeps its files, and nowhere else', async () => {
  const w = await world()
  let free = 511
  const onOwnDisk = createLookout({ ...w.deps, settings: { ...w.deps.settings, databaseUrl: null } }, async () => free)
  await onOwnDisk.look()
  expect(onOwnDisk.alerts()).toEqual(['DISK'])
  free = 512
  await onOwnDisk.look()
  expect(onOwnDisk.alerts()).toEqual([])
  const production = { ...w.deps.settings, mode: 'production', databaseUrl: 'postgresql://elsewhere/x' } as const
  const elsewhere = createLookout({ ...w.deps, settings: production }, async () => 0)
  await elsewhere.look()
  expect(elsewhere.alerts()).toEqual([])
})
