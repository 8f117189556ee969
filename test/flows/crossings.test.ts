import { expect, test } from 'vitest'
import { countTries } from '../../server/flows/parts/count.ts'
import { counters } from '../../server/flows/parts/counters.ts'
import { endFlows } from '../../server/flows/parts/end-flows.ts'
import { lockFlow, lockOwner } from '../../server/flows/parts/lock.ts'
import { linkToken } from '../../server/link.ts'
import { anyone } from '../support/callers.ts'
import { somebodyWaits } from '../support/somebody-waits.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'

/** An owner with a session whose password a thief knows too: a change of e-mail is one code away from done. */
async function aboutToChange(w: World, i: number) {
  const step = steps(w)
  const [letter] = await w.people.owner()
  const [email, thiefs] = [`m${i}@orange.example`, `thief${i}@free.example`]
  await migrate(w, letter, email, password)
  await w.deliver()
  w.clock.forward({ hours: 2 })
  const { token } = await step.signIn(letter, password)
  const { handle } = await step.changeEmail(token, thiefs, password)
  return { letter, email, thiefs, handle, code: await w.codeSentTo(thiefs) }
}

test('a change of e-mail and a reset that end at once do not lock each other out: one ends, the other is told', async () => {
  const w = await world()
  const step = steps(w)
  for (let i = 0; i < 4; i++) {
    const change = await aboutToChange(w, i)
    const reset = await step.requestReset(change.letter.identifier, change.email)
    await step.verify(reset.handle, await w.codeSentTo(change.email))
    const answers = await Promise.all([
      step.verify(change.handle, change.code),
      step.setPassword(reset.handle, 'Lampe-bleue-4242'),
    ])
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
      answers[0].__typename === 'EmailChanged' ? 'EmailChanged' : 'FlowClosed',
      answers[0].__typename === 'EmailChanged' ? 'FlowClosed' : 'PasswordSet',
    ])
  }
})

test('a freeze that crosses a change of e-mail undoes it or stops it: the thief’s address never stays', async () => {
  const w = await world()
  const step = steps(w)
  for (let i = 0; i < 5; i++) {
    const { email, thiefs, handle, code } = await aboutToChange(w, i)
    const link = await w.deps.db.freezeLink.findFirstOrThrow({ where: { credential: { email } } })
    const [changed, frozen] = await Promise.all([
      step.verify(handle, code),
      step.freeze(linkToken(w.deps.keys, 'freeze link', link)),
    ])
    expect(frozen).toEqual({
      __typename: 'Frozen',
      emailUndo: changed.__typename === 'EmailChanged' ? 'RESTORED' : 'NONE',
    })
    expect(await w.deps.db.credential.count({ where: { email: thiefs } })).toBe(0)
    expect(await w.deps.db.credential.count({ where: { email } })).toBe(1)
  }
})

test('a change asked for anew holds no counter while it waits for the flow it ends: nobody waits in a circle', async () => {
  const w = await world()
  const step = steps(w)
  const { letter, handle } = await aboutToChange(w, 0)
  w.clock.forward({ minutes: 1 })
  const { token } = await step.signIn(letter, password)
  const { db, settings } = w.deps
  // What `resendCode` does: the flow, then the counters.
  const anew = await db.$transaction(async (tx) => {
    await lockFlow(tx, handle, anyone)
    const waiting = step.changeEmail(token, 'other@free.example', password)
    await somebodyWaits(w)
    await tx.$executeRaw`SET LOCAL lock_timeout = '2s'`
    await countTries(tx, w.deps, [counters.sendsOfChanges('live', letter.accountId, settings.rules)], w.clock.now())
    return { waiting }
  })
  expect(await anew.waiting).toMatchObject({ __typename: 'EmailChangeStarted' })
})

test('a right code typed while its flow is ended from elsewhere does not wait with it in a circle', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const email = 'm@orange.example'
  await migrate(w, letter, email, 'Tilleul-42-lampe')
  await w.deliver()
  const { handle } = await step.requestReset(letter.identifier, email)
  const now = w.clock.now()
  const ending = { accountIds: [letter.accountId], kinds: ['RESET'] } as const
  // What `verifyEmailCode` does: the flow, then its code.
  const ended = await w.deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, handle, anyone)
    const waiting = w.deps.db.$transaction((other) => endFlows(other, ending, now))
    await somebodyWaits(w)
    await tx.$executeRaw`SET LOCAL lock_timeout = '2s'`
    await tx.code.update({ where: { id: flow?.codes[0]?.id ?? '', usedAt: null }, data: { usedAt: now } })
    return { waiting }
  })
  await ended.waiting
})

test('a migration that would join a password whose address changes at that moment sets nothing, and says so for good', async () => {
  const w = await world()
  const step = steps(w)
  const [flat, garage] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const { handle } = await step.start(flat)
  await step.chooseEmail(handle, 'marie@orange.example')
  await step.verify(handle, await w.codeSentTo('marie@orange.example'))
  await step.setPassword(handle, password, { accounts: [] })
  w.clock.forward({ hours: 2 })
  const second = await step.start(garage ?? flat)
  await step.chooseEmail(second.handle, null)
  await step.verify(second.handle, await w.codeSentTo('marie@orange.example'))

  const joined = await w.deps.db.$transaction(async (tx) => {
    await lockOwner(tx, flat.ownerId)
    const waiting = step.setPassword(second.handle, null, { keepPasswordOf: flat.accountId })
    await somebodyWaits(w)
    await tx.credential.updateMany({ data: { email: 'marie@free.example' } })
    return { waiting }
  })
  expect(await joined.waiting).toMatchObject({ __typename: 'FlowClosed', closed: 'SUPERSEDED' })
  expect(await step.flow(second.handle)).toMatchObject({ reason: 'SUPERSEDED' })
  expect(await step.start(garage ?? flat)).toMatchObject({ __typename: 'MigrationStarted' })
})
