import { expect, test } from 'vitest'
import { unlockAccount } from '../../server/staff/unlock-account.ts'
import { ask } from '../staff/support.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const fresh = 'marie@free.example'
const password = 'Tilleul-42-lampe'

async function openAccount(w: World) {
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, password)
  await w.deliver()
  w.clock.forward({ hours: 2 })
  return { step: steps(w), letter }
}

/** Ten wrong codes in resets of the right pair, as whoever reads the mailbox, or knows its address, types them. */
async function spendByResets(w: World, identifier: string) {
  const step = steps(w)
  for (let i = 0; i < 2; i++) {
    const { handle } = await step.requestReset(identifier, email)
    const right = await w.codeSentTo(email)
    for (let n = 0; n < 5; n++) await step.verify(handle, right === '00000000' ? '11111111' : '00000000')
    w.clock.forward({ minutes: 2 })
  }
}

test('wrong codes that strangers type in resets do not keep an owner in a mailbox that is no longer safe', async () => {
  const w = await world()
  const { step, letter } = await openAccount(w)
  await spendByResets(w, letter.identifier)
  const { token } = await step.signIn(letter, password)
  const { handle } = await step.changeEmail(token, fresh, password)
  expect(await step.verify(handle, await w.codeSentTo(fresh))).toMatchObject({ __typename: 'EmailChanged' })
})

test('wrong codes of a change count on the account like all others, and ten a day are all that a change gets', async () => {
  const w = await world()
  const { step, letter } = await openAccount(w)
  const { token } = await step.signIn(letter, password)
  for (let i = 0; i < 2; i++) {
    const { handle } = await step.changeEmail(token, `${i}${fresh}`, password)
    const right = await w.codeSentTo(`${i}${fresh}`)
    for (let n = 0; n < 5; n++) await step.verify(handle, right === '00000000' ? '11111111' : '00000000')
    expect(await step.verify(handle, right)).not.toMatchObject({ __typename: 'EmailChanged' })
    w.clock.forward({ minutes: 2 })
  }
  expect(await step.changeEmail(token, `3${fresh}`, password)).toMatchObject({ __typename: 'TooManyTries' })
  // The account's own budget is spent by them: a reset's right code matches no more, in silence.
  const { handle } = await step.requestReset(letter.identifier, email)
  expect(await step.verify(handle, await w.codeSentTo(email))).toMatchObject({
    __typename: 'CodeRefused',
    reason: 'WRONG',
  })
  await unlockAccount(w.deps, ask(letter.identifier))
  w.clock.forward({ minutes: 2 })
  expect(await step.changeEmail(token, `3${fresh}`, password)).toMatchObject({ __typename: 'EmailChangeStarted' })
})
