import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'

async function atPassword(w: World) {
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await w.codeSentTo(email))
  return { step, handle, letter }
}

test('a flow judges thirty passwords a minute: then Busy, no hash and no word on the rules, and the next minute again', async () => {
  const w = await world()
  const { step, handle } = await atPassword(w)
  const before = w.hasher.work
  for (let n = 0; n < 30; n++)
    expect(await step.setPassword(handle, 'court')).toMatchObject({
      unmet: ['MIN_LENGTH', 'UPPERCASE', 'DIGIT', 'NOT_COMMON'],
    })
  for (let n = 0; n < 5; n++)
    expect(await step.setPassword(handle, password)).toMatchObject({ __typename: 'Busy', retryAfterSeconds: 60 })
  expect(w.hasher.work).toBe(before)
  w.clock.forward({ minutes: 1 })
  expect(await step.setPassword(handle, password)).toMatchObject({ __typename: 'PasswordSet' })
})

test('a full gate is Busy before anything is counted or looked up, in every step that hashes', async () => {
  const w = await world()
  const { step, handle, letter } = await atPassword(w)
  const [owner] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const token = await migrate(w, owner, 'odette@orange.example', password)
  const rows = async () =>
    JSON.stringify(
      await w.deps.db.$queryRaw`SELECT kind, encode(subject, 'hex'), at::text FROM "Counter" ORDER BY 1, 2`,
    )
  const before = await rows()
  w.hasher.full = true
  const busy = { __typename: 'Busy', retryAfterSeconds: 2 }
  expect(await step.setPassword(handle, password)).toMatchObject(busy)
  expect(await step.setPassword('cf_unknown', password)).toMatchObject(busy)
  expect(await step.signIn(letter, 'wrong')).toMatchObject(busy)
  expect(await step.signIn({ identifier: 'Z999' }, 'wrong')).toMatchObject(busy)
  expect(await step.start(letter)).toMatchObject(busy)
  expect(await step.changePassword(token, password, 'Bougie-17-rivage')).toMatchObject(busy)
  expect(await step.changeEmail(token, 'marie@free.example', password)).toMatchObject(busy)
  expect(await rows()).toBe(before)
})

test('a change of password takes one place for proof and hash together: a gate that fills between them fails nobody', async () => {
  const w = await world()
  const [owner] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const token = await migrate(w, owner, 'odette@orange.example', password)
  let places = 1
  const { admit } = w.hasher
  w.hasher.admit = () => (places-- > 0 ? admit() : null)
  expect(await steps(w).changePassword(token, password, 'Bougie-17-rivage')).toMatchObject({
    __typename: 'PasswordChanged',
  })
})
