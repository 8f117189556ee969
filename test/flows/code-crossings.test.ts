import { expect, test } from 'vitest'
import { consumeCode } from '../../server/flows/parts/consume-code.ts'
import { readTries } from '../../server/flows/parts/count.ts'
import { countCode, uncountCode } from '../../server/flows/parts/count-code.ts'
import { type Counter, counters } from '../../server/flows/parts/counters.ts'
import { endFlows } from '../../server/flows/parts/end-flows.ts'
import { type FlowWithCodes, lockFlow, readFlow } from '../../server/flows/parts/lock.ts'
import { digestOf } from '../../server/keys.ts'
import { unmarkProved } from '../../server/mail/address-standing.ts'
import { anyone } from '../support/callers.ts'
import { somebodyWaits } from '../support/somebody-waits.ts'
import { statementsOf } from '../support/statements.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

test('a right code whose flow ends before it is counted is told so, and nothing was counted', async () => {
  const w = await world()
  const { letter, handle, code } = await atCode(w)
  const ended = await w.deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, handle, anyone)
    const waiting = steps(w).verify(handle, code)
    await somebodyWaits(w)
    const data = { endedAt: w.clock.now(), end: 'CANCELLED' } as const
    await tx.flow.update({ where: { id: flow?.id ?? '' }, data })
    return { waiting }
  })
  expect(await ended.waiting).toMatchObject({ __typename: 'FlowClosed', closed: 'CANCELLED' })
  const tries = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  expect(await readTries(w.deps.db, w.deps, tries)).toEqual([])
})

test('a right code that two nodes read at once is used by one, and its flow goes on once', async () => {
  const w = await world()
  const { letter, handle } = await atCode(w)
  const { db, settings } = w.deps
  const tries: [Counter] = [counters.wrongCodes('live', letter.accountId, settings.rules)]
  const take = async (read: FlowWithCodes | null) => {
    const [code] = read?.codes ?? []
    if (!read || !code) throw new Error('no code')
    const now = w.clock.now()
    await countCode(w.deps, handle, read, tries, now)
    const arrived = unmarkProved(read.accountId, code.email)
    return () => consumeCode(db, w.deps, read, code, { counted: tries, arrived }, anyone, now)
  }
  // Both have read, then counted, before either applies what it decided.
  const [one, other] = [await readFlow(db, handle, anyone), await readFlow(db, handle, anyone)]
  const applied = [await take(one), await take(other)]
  const gone = await Promise.all(applied.map((apply) => apply()))
  expect(gone.filter((flow) => flow?.step === 'SET_PASSWORD')).toHaveLength(1)
  expect(gone.filter((flow) => flow === null)).toHaveLength(1)
  expect(await db.event.count({ where: { kind: 'CODE_VERIFIED' } })).toBe(1)
  // The one that came too late takes its try back itself, and does not open the dead set again.
  await uncountCode(w.deps, one as FlowWithCodes, tries, w.clock.now())
  expect(await readTries(db, w.deps, tries[0])).toEqual([])
  const { triesSpent, triesAllowed } = await db.flow.findFirstOrThrow()
  expect(triesSpent).toBe(triesAllowed)
})

test('a wrong code typed while the set’s last try is counted elsewhere is compared with nothing', async () => {
  const w = await world()
  const { handle } = await atCode(w)
  await w.deps.db.flow.updateMany({ data: { triesSpent: 4 } })
  const last = await w.deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, handle, anyone)
    const waiting = steps(w).verify(handle, '00000000')
    await somebodyWaits(w)
    await tx.flow.update({ where: { id: flow?.id ?? '' }, data: { triesSpent: 5 } })
    return { waiting }
  })
  expect(await last.waiting).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 0 })
  expect(await w.deps.db.event.count({ where: { kind: 'CODE_FAILED' } })).toBe(0)
})

test('a right code of a reset that is ended in silence as it is counted opens nothing, and is answered like a stranger’s', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await migrate(w, letter, 'marie@orange.example', 'Tilleul-42-lampe')
  w.clock.forward({ minutes: 5 })
  const { handle } = await step.requestReset(letter.identifier, 'marie@orange.example')
  const code = await w.codeSentTo('marie@orange.example')
  const ended = await w.deps.db.$transaction(async (tx) => {
    await lockFlow(tx, handle, anyone)
    const waiting = step.verify(handle, code)
    await somebodyWaits(w)
    await endFlows(tx, { accountIds: [letter.accountId], kinds: ['RESET'] }, w.clock.now())
    return { waiting }
  })
  expect(await ended.waiting).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 4 })
  expect(await w.deps.db.code.count({ where: { flow: { kind: 'RESET' }, usedAt: { not: null } } })).toBe(0)
  const tries = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  expect(await readTries(w.deps.db, w.deps, tries)).toEqual([])
})

test('a code typed after its reset ended in silence never touches the account, and costs what a stranger’s costs', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await migrate(w, letter, 'marie@orange.example', 'Tilleul-42-lampe')
  w.clock.forward({ minutes: 5 })
  const right = await step.requestReset(letter.identifier, 'marie@orange.example')
  const wrong = await step.requestReset(letter.identifier, 'paul@orange.example')
  const typed = async (code: string, triesLeft: number) => {
    const costs: number[] = []
    for (const { handle } of [right, wrong]) {
      const { answer, statements } = await statementsOf(() => step.verify(handle, code))
      expect(answer).toMatchObject({ reason: 'WRONG', triesLeft })
      costs.push(statements.length)
    }
    return costs
  }
  const [known, unknown] = await typed('00000000', 4)
  expect(known).toBe(unknown)
  await w.deps.db.$transaction((tx) =>
    endFlows(tx, { accountIds: [letter.accountId], kinds: ['RESET'] }, w.clock.now()),
  )
  expect(await typed('00000001', 3)).toEqual([known, known])
  const tries = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  expect(await readTries(w.deps.db, w.deps, tries)).toHaveLength(1)
})

test('a handle that this node knew, and that is another’s now, opens nothing and counts nothing', async () => {
  const w = await world()
  const { letter, handle } = await atCode(w)
  await readFlow(w.deps.db, handle, anyone)
  await w.deps.db.flow.updateMany({ data: { handleHash: digestOf('another') } })
  expect(await steps(w).verify(handle, '00000000')).toMatchObject({ __typename: 'FlowClosed', closed: 'UNKNOWN' })
  const tries = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  expect(await readTries(w.deps.db, w.deps, tries)).toEqual([])
})

/** An owner in front of the code that was mailed. */
async function atCode(w: World) {
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie@orange.example')
  return { letter, handle, code: await w.codeSentTo('marie@orange.example') }
}
