import { expect } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const first = 'Tilleul-42-lampe'
const second = 'Platane-57-chaise'
const third = 'Orme-63-fenetre'

/** A town where every journey was walked once, with wrong codes and passwords on the way: all that a law looks at. */
export async function eventfulTown(): Promise<World> {
  const w = await world()
  const step = steps(w)
  const [letter, other] = await w.people.owner({ identifiers: ['012345', '012346'] })
  if (!other) throw new Error('no second account')
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie@orange.example')
  expect((await step.verify(handle, '00000000')).reason).toBe('WRONG')
  await step.verify(handle, await w.codeSentTo('marie@orange.example'))
  const { token } = await step.setPassword(handle, first)
  expect((await step.signIn(letter, 'Faux-mot-99')).why).toBe('WRONG')
  w.clock.forward({ minutes: 5 })
  expect((await step.splitPassword(token, other.accountId, first, second)).__typename).toBe('PasswordSplit')
  const changed = await step.changePassword(token, first, third)
  expect(changed.__typename).toBe('PasswordChanged')
  w.clock.forward({ minutes: 5 })
  const { handle: change } = await step.changeEmail(changed.token, 'marie@free.example', third)
  expect((await step.verify(change, '00000000')).reason).toBe('WRONG')
  const confirmed = await step.verify(change, await w.codeSentTo('marie@free.example'))
  expect(confirmed.__typename).toBe('EmailChanged')
  w.clock.forward({ minutes: 5 })
  const { handle: reset } = await step.requestReset(other.identifier, 'marie@orange.example')
  expect((await step.verify(reset, '00000000')).reason).toBe('WRONG')
  await step.verify(reset, await w.codeSentTo('marie@orange.example'))
  expect((await step.setPassword(reset, first)).__typename).toBe('PasswordSet')
  expect((await step.signIn(other, first)).__typename).toBe('SignedIn')
  const [neighbour] = await w.people.owner()
  await migrate(w, neighbour, 'paul@orange.example', first)
  const [late] = await w.people.owner()
  const waiting = await step.start(late)
  await step.chooseEmail(waiting.handle, 'zoe@orange.example')
  const asked = await step.requestReset(neighbour.identifier, 'nobody@orange.example')
  expect((await step.verify(asked.handle, '00000000')).reason).toBe('WRONG')
  await w.deliver()
  return w
}
