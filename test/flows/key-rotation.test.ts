import { expect, test } from 'vitest'
import { createKeyRing } from '../../server/keys.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'

test('a new key forgets no counted try, and what the old one made still opens', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const code = await w.codeSentTo(email)
  for (let i = 0; i < 5; i++) await step.signIn(letter, 'wrong')

  const [old = ['', new Uint8Array()]] = w.deps.settings.keys.ring
  w.deps.keys = createKeyRing(new Map([['k2', new Uint8Array(32).fill(9)], old]), 'k2')
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
})
