import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { ask, letterbox } from '../staff/support.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'

/** The link of the notice of a kind. */
async function linkOf(w: World, kind: 'EMAIL_CHANGED' | 'ACCOUNT_OPENED' | 'PASSWORD_CHANGED', identifier?: string) {
  const message = await w.deps.db.message.findFirstOrThrow({
    where: { kind, ...(identifier && { account: { identifier } }) },
    include: { freezeLink: true },
  })
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

test('a split made after the change is closed with it after three days too, and stands by itself after thirty', async () => {
  for (const [hours, why] of [
    [73, 'FROZEN'],
    [30 * 24, undefined],
  ] as const) {
    const w = await world()
    const { step, garage, token } = await stolen(w)
    const { handle } = await step.changeEmail(token, 'thief@free.example', password)
    await step.verify(handle, await w.codeSentTo('thief@free.example'))
    await step.splitPassword(token, garage.accountId, password, 'Autre-42-lampe')
    w.clock.forward({ hours })
    const { token: later } = await step.signIn({ identifier: 'A100' }, password)
    await step.changePassword(later, password, 'Encore-42-lampe')
    const kind = hours === 73 ? 'EMAIL_CHANGED' : 'PASSWORD_CHANGED'
    expect(await step.freeze(await linkOf(w, kind, 'A100'))).toMatchObject({
      emailUndo: hours === 73 ? 'TOO_LATE' : 'NONE',
    })
    expect((await step.signIn({ identifier: 'A200' }, 'Autre-42-lampe')).why).toBe(why)
  }
})

test('what was opened with a letter at the thief’s address is closed with it, and goes back to the owner’s', async () => {
  const w = await world()
  const step = steps(w)
  const [flat, garage, cellar] = await w.people.owner({ identifiers: ['A100', 'A200', 'A300'] })
  const { handle } = await step.start(flat)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await w.codeSentTo(email))
  const { token } = await step.setPassword(handle, password, { accounts: [] })
  const change = await step.changeEmail(token, 'thief@free.example', password)
  await step.verify(change.handle, await w.codeSentTo('thief@free.example'))
  const stolenLetter = await step.start(garage ?? flat)
  await step.chooseEmail(stolenLetter.handle, null)
  await step.verify(stolenLetter.handle, await w.codeSentTo('thief@free.example'))
  await step.setPassword(stolenLetter.handle, 'Voleur-42-lampe', { accounts: [] })

  expect(await step.freeze(await linkOf(w, 'EMAIL_CHANGED'))).toMatchObject({ emailUndo: 'RESTORED' })
  expect(await step.signIn({ identifier: 'A200' }, 'Voleur-42-lampe')).toMatchObject({ why: 'FROZEN' })
  expect(await w.deps.db.credential.count({ where: { email } })).toBe(2)
  expect(cellar && (await step.start(cellar)).flow).toMatchObject({ email: 'm•••@orange.example' })
})

test('when it is too late to undo, no other letter of the owner is walked at the thief’s address', async () => {
  const w = await world()
  const step = steps(w)
  const [flat, garage] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const { handle } = await step.start(flat)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await w.codeSentTo(email))
  const { token } = await step.setPassword(handle, password, { accounts: [] })
  const change = await step.changeEmail(token, 'thief@free.example', password)
  await step.verify(change.handle, await w.codeSentTo('thief@free.example'))
  w.clock.forward({ hours: 73 })
  expect(await step.freeze(await linkOf(w, 'EMAIL_CHANGED'))).toMatchObject({ emailUndo: 'TOO_LATE' })
  expect(await step.start(garage ?? flat)).toMatchObject({ __typename: 'SignInRefused', why: 'FROZEN' })
})

test('an account that went back to a letter and was opened again is frozen by the notice that named it', async () => {
  const w = await world()
  const { step, flat, token } = await stolen(w)
  await step.signOut(token)
  const link = await linkOf(w, 'ACCOUNT_OPENED')
  const held = letterbox()
  await reissueAccount(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, ask('A100'), held)
  const { handle } = await step.start(held.held(flat))
  await step.chooseEmail(handle, null)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, 'Bougie-17-rivage')
  expect(await step.freeze(link)).toMatchObject({ __typename: 'Frozen' })
  const states = await w.deps.db.account.findMany({ orderBy: { identifier: 'asc' }, select: { state: true } })
  expect(states).toEqual([{ state: 'FROZEN' }, { state: 'FROZEN' }])
})

test('a link that finds nothing open says so, stays unused, and claims no account blocked', async () => {
  const w = await world()
  const { step, token } = await stolen(w)
  await step.signOut(token)
  const link = await linkOf(w, 'ACCOUNT_OPENED')
  await w.deps.db.account.updateMany({ data: { state: 'CLOSED' } })
  expect(await step.freeze(link)).toMatchObject({ closed: 'EXPIRED' })
  expect(await w.deps.db.freezeLink.count({ where: { usedAt: { not: null } } })).toBe(0)
  await w.deps.db.account.updateMany({ data: { state: 'ACTIVE' } })
  expect(await step.freeze(link)).toMatchObject({ __typename: 'Frozen' })
})

test('a used link says so on its eleventh day too: it did block', async () => {
  const w = await world()
  const { step } = await stolen(w)
  const link = await linkOf(w, 'ACCOUNT_OPENED')
  await step.freeze(link)
  w.clock.forward({ hours: 24 * 11 })
  expect(await step.freeze(link)).toMatchObject({ closed: 'COMPLETED' })
})

test('a notice that leaves late names what its button blocks, no more and no less', async () => {
  const w = await world()
  const { step, flat, token } = await stolen(w)
  await w.deliver()
  const before = w.mails.length
  const changed = await step.changePassword(token, password, 'Bougie-17-rivage')
  w.clock.forward({ seconds: 1 })
  await step.splitPassword(changed.token, flat.accountId, 'Bougie-17-rivage', 'Voleur-42-lampe')
  await w.deliver()
  const mails = w.mails.slice(before)
  const links = await w.deps.db.freezeLink.findMany({ orderBy: { createdAt: 'desc' }, take: 2 })
  expect(mails).toHaveLength(2)
  for (const row of links) {
    const link = linkToken(w.deps.keys, 'freeze link', row)
    const text = mails.find((mail) => mail.text.includes(link))?.text ?? ''
    await w.deps.db.account.updateMany({ data: { state: 'ACTIVE' } })
    await step.freeze(link)
    for (const { identifier, state } of await w.deps.db.account.findMany()) {
      expect([identifier, text.includes(identifier)]).toEqual([identifier, state === 'FROZEN'])
    }
  }
})
