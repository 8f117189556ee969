import { expect, test } from 'vitest'
import { noteFate } from '../../../server/mail/address-standing.ts'
import { migrate, steps } from '../../support/steps.ts'
import { type World, world } from '../../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const gone = { status: 'REFUSED', reason: 'UNKNOWN', by: 'orange.example' } as const
const taken = { status: 'ACCEPTED', reason: null, by: 'orange.example' } as const

/** Two accounts of one owner behind one password, and a message to them five minutes later. */
async function opened(w: World) {
  const [letter, other] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const token = await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 5 })
  const message = (changes: object = {}) => ({
    ...{ accountId: letter.accountId, email, createdAt: w.clock.now() },
    ...changes,
  })
  return { letter, other, token, message }
}

const marks = async ({ deps }: World) => {
  const all = await deps.db.credential.findMany({ orderBy: { createdAt: 'asc' } })
  return all.map(({ emailRefusedAt, emailRefusedFor }) => (emailRefusedAt ? emailRefusedFor : null))
}

test.each([
  ['an unknown mailbox', { status: 'REFUSED', reason: 'UNKNOWN' }, 'UNKNOWN'],
  ['a closed one', { status: 'REFUSED', reason: 'CLOSED' }, 'CLOSED'],
  ['a domain that is not', { status: 'REFUSED', reason: 'DOMAIN' }, 'DOMAIN'],
  ['a full one is emptied one day', { status: 'REFUSED', reason: 'FULL' }, null],
  ['a filter refuses the mail, not the mailbox', { status: 'REFUSED', reason: 'FILTERED' }, null],
  ['a delay is not the end', { status: 'DELAYED', reason: 'UNREACHABLE' }, null],
  ['nor are many', { status: 'ABANDONED', reason: 'UNREACHABLE' }, null],
] as const)('%s: %o marks the address %s', async (_, fate, mark) => {
  const w = await world()
  const { message } = await opened(w)
  await noteFate(w.deps.db, message(), { ...fate, by: null }, w.clock.now())
  expect(await marks(w)).toEqual([mark])
})

test('the mark keeps its first instant, and a later message that the far server takes removes it', async () => {
  const w = await world()
  const { message } = await opened(w)
  const [first, refusedAt] = [message(), w.clock.now()]
  await noteFate(w.deps.db, first, gone, refusedAt)
  w.clock.forward({ minutes: 1 })
  await noteFate(w.deps.db, message(), gone, w.clock.now())
  expect(await w.deps.db.credential.findFirst()).toMatchObject({ emailRefusedAt: refusedAt })
  await noteFate(w.deps.db, message(), { ...taken, by: null }, w.clock.now())
  expect(await marks(w), 'our relay cannot know').toEqual(['UNKNOWN'])
  await noteFate(w.deps.db, { ...first, createdAt: new Date(refusedAt.getTime() - 1) }, taken, w.clock.now())
  expect(await marks(w), 'nor is an earlier message any proof').toEqual(['UNKNOWN'])
  await noteFate(w.deps.db, message(), taken, w.clock.now())
  expect(await marks(w)).toEqual([null])
})

test('a message to a former address, to another person’s or from before the proof marks nothing', async () => {
  const w = await world()
  const { message } = await opened(w)
  const { emailVerifiedAt } = await w.deps.db.credential.findFirstOrThrow()
  const [stranger] = await w.people.owner({ identifiers: ['B100'] })
  await migrate(w, stranger, email, password)
  await noteFate(w.deps.db, message({ email: 'marie@free.example' }), gone, w.clock.now())
  await noteFate(w.deps.db, message({ email: null }), gone, w.clock.now())
  await noteFate(w.deps.db, message({ accountId: null }), gone, w.clock.now())
  await noteFate(w.deps.db, message({ createdAt: new Date(emailVerifiedAt.getTime() - 1) }), gone, w.clock.now())
  expect(await marks(w)).toEqual([null, null])
  await noteFate(w.deps.db, message(), gone, w.clock.now())
  expect(await marks(w), 'a couple’s other credential is another owner’s').toEqual(['UNKNOWN', null])
})

test('a code typed at the address proves that mail arrives: the mark goes', async () => {
  const w = await world()
  const { message } = await opened(w)
  await noteFate(w.deps.db, message(), gone, w.clock.now())
  const step = steps(w)
  const { handle } = await step.requestReset('A100', email)
  const code = await w.codeSentTo(email)
  await step.verify(handle, code === '00000000' ? '11111111' : '00000000')
  expect(await marks(w)).toEqual(['UNKNOWN'])
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
  expect(await marks(w)).toEqual([null])
})

test('a change of e-mail leaves the mark behind; an account split off keeps it', async () => {
  const w = await world()
  const { message, token, other } = await opened(w)
  await noteFate(w.deps.db, message(), gone, w.clock.now())
  const step = steps(w)
  await step.splitPassword(token, other?.accountId ?? '', password, 'Bougie-17-rivage')
  expect(await marks(w)).toEqual(['UNKNOWN', 'UNKNOWN'])
  const { handle } = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(handle, await w.codeSentTo('marie@free.example'))
  expect(await marks(w)).toEqual([null, 'UNKNOWN'])
})
