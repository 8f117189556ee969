import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'

/** The link of the notice that told the old address of a change of e-mail. */
async function linkOf(w: World, kind: 'EMAIL_CHANGED' | 'ACCOUNT_OPENED') {
  const message = await w.deps.db.message.findFirstOrThrow({ where: { kind }, include: { freezeLink: true } })
  if (!message.freezeLink) throw new Error('the notice has no link')
  return linkToken(w.deps.keys, 'freeze link', message.freezeLink)
}

async function stolen(w: World) {
  const step = steps(w)
  const [flat, garage] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  await migrate(w, flat, email, password)
  w.clock.forward({ hours: 2 })
  const { token } = await step.signIn(flat, password)
  return { step, flat, garage: garage ?? flat, token }
}

test('a thief who changes the e-mail and then splits an account off loses both to one press of the button', async () => {
  const w = await world()
  const { step, garage, token } = await stolen(w)
  const { handle } = await step.changeEmail(token, 'thief@free.example', password)
  await step.verify(handle, await w.codeSentTo('thief@free.example'))
  const split = await step.splitPassword(token, garage.accountId, password, 'Voleur-42-lampe')
  expect(split.__typename).toBe('PasswordSplit')

  expect(await step.freeze(await linkOf(w, 'EMAIL_CHANGED'))).toEqual({ __typename: 'Frozen', emailUndo: 'RESTORED' })
  expect(await w.deps.db.credential.count({ where: { email: 'thief@free.example' } })).toBe(0)
  expect(await step.signIn({ identifier: 'A100' }, password)).toMatchObject({ why: 'FROZEN' })
  expect(await step.signIn({ identifier: 'A200' }, 'Voleur-42-lampe')).toMatchObject({ why: 'FROZEN' })
})

test('an account that its owner split off before is not touched by the freeze of the other', async () => {
  const w = await world()
  const { step, garage, token } = await stolen(w)
  await step.splitPassword(token, garage.accountId, password, 'Autre-42-lampe')
  const { handle } = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(handle, await w.codeSentTo('marie@free.example'))
  expect(await step.freeze(await linkOf(w, 'EMAIL_CHANGED'))).toMatchObject({ emailUndo: 'RESTORED' })
  expect(await step.signIn({ identifier: 'A200' }, 'Autre-42-lampe')).toMatchObject({ __typename: 'SignedIn' })
})

test('three days after the change, a split stands by itself again', async () => {
  const w = await world()
  const { step, garage, token } = await stolen(w)
  const { handle } = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(handle, await w.codeSentTo('marie@free.example'))
  await step.splitPassword(token, garage.accountId, password, 'Autre-42-lampe')
  w.clock.forward({ hours: 72, seconds: 1 })
  expect(await step.freeze(await linkOf(w, 'EMAIL_CHANGED'))).toMatchObject({ emailUndo: 'TOO_LATE' })
  expect(await step.signIn({ identifier: 'A200' }, 'Autre-42-lampe')).toMatchObject({ __typename: 'SignedIn' })
})
