import { expect, test } from 'vitest'
import { noteFate } from '../../server/mail/address-standing.ts'
import { listRefusedAddresses, type RefusedAddress } from '../../server/staff/list-refused-addresses.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { ask } from './support.ts'

const password = 'Tilleul-42-lampe'

async function list({ deps }: World): Promise<RefusedAddress[]> {
  const { identifier: _, ...caller } = ask('A100')
  const answer = await listRefusedAddresses(deps, caller)
  if (answer.__typename !== 'RefusedAddresses') throw new Error(`not listed: ${JSON.stringify(answer)}`)
  return answer.addresses
}

/** An open account whose mailbox is gone since now. */
async function openWithLostBox(w: World, identifiers: string[], email: string) {
  const letters = await w.people.owner({ identifiers })
  const token = await migrate(w, letters[0], email, password)
  w.clock.forward({ minutes: 1 })
  const message = { accountId: letters[0].accountId, email, createdAt: w.clock.now() }
  await noteFate(w.deps.db, message, { status: 'REFUSED', reason: 'CLOSED', by: null }, w.clock.now())
  return { letters, token }
}

/** A first connection whose code was answered so. */
async function choosing(w: World, identifier: string, email: string, fate: object) {
  const [letter] = await w.people.owner({ identifiers: [identifier] })
  const step = steps(w)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const { id } = await w.deps.db.message.findFirstOrThrow({ where: { email } })
  await w.deps.db.delivery.create({ data: { messageId: id, at: w.clock.now(), status: 'REFUSED', ...fate } })
  return { handle, step }
}

test('verified addresses and those of first connections under way are listed, what a call mends best first', async () => {
  const w = await world()
  await openWithLostBox(w, ['A100', 'A200'], 'marie@orange.example')
  await choosing(w, 'B100', 'paul@free.example', { reason: 'FULL' })
  await choosing(w, 'C100', 'lea@fre.example', { reason: 'DOMAIN' })
  await choosing(w, 'D100', 'luc@free.example', { status: 'DELAYED', reason: 'FULL' })
  const common = { agency: 'Cabinet des Tilleuls', at: w.clock.now() }
  expect(await list(w)).toEqual([
    { ...common, identifiers: ['C100'], address: 'l•••@fre.example', standing: 'CHOSEN', reason: 'DOMAIN' },
    {
      ...common,
      identifiers: ['A100', 'A200'],
      address: 'm•••@orange.example',
      standing: 'VERIFIED',
      reason: 'CLOSED',
    },
    { ...common, identifiers: ['B100'], address: 'p•••@free.example', standing: 'CHOSEN', reason: 'FULL' },
  ])
})

test('what was mended, closed or given up is no longer listed', async () => {
  const w = await world()
  const { token } = await openWithLostBox(w, ['A100'], 'marie@orange.example')
  const { letters } = await openWithLostBox(w, ['B100'], 'paul@orange.example')
  const { handle, step } = await choosing(w, 'C100', 'lea@fre.example', { reason: 'DOMAIN' })
  expect(await list(w)).toHaveLength(3)
  const changing = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(changing.handle, await w.codeSentTo('marie@free.example'))
  await w.deps.db.account.update({ where: { id: letters[0].accountId }, data: { state: 'CLOSED' } })
  await step.chooseEmail(handle, 'lea@free.example')
  expect(await list(w)).toEqual([])
})

test('an account still ISSUED whose codes go to a lost mailbox is among them', async () => {
  const w = await world()
  const { letters } = await openWithLostBox(w, ['A100', 'A200'], 'marie@orange.example')
  await w.deps.db.account.update({
    where: { id: letters[1]?.accountId ?? '' },
    data: { state: 'ISSUED', credentialId: null },
  })
  await w.deps.db.account.update({ where: { id: letters[0].accountId }, data: { state: 'CLOSED' } })
  expect(await list(w)).toMatchObject([{ identifiers: ['A200'], standing: 'VERIFIED' }])
})

test('who listed and why is written down, no address in full is shown, and nothing else changes', async () => {
  const w = await world()
  await openWithLostBox(w, ['A100'], 'marie.durand@orange.example')
  const before = [await w.deps.db.credential.findMany(), await w.deps.db.message.findMany()]
  expect(JSON.stringify(await list(w))).not.toContain('durand')
  expect([await w.deps.db.credential.findMany(), await w.deps.db.message.findMany()]).toEqual(before)
  expect(
    await w.deps.db.event.findMany({ where: { kind: 'ADDRESSES_LISTED' }, include: { detail: true } }),
  ).toMatchObject([{ facts: { by: 'accueil-2', count: 1 }, detail: { words: { reason: 'appel du 22 novembre' } } }])
  expect(await listRefusedAddresses(w.deps, { realm: 'live', by: 'a@b.fr', reason: '' })).toMatchObject({
    __typename: 'InputRefused',
    fields: [
      { field: 'by', reason: 'MALFORMED' },
      { field: 'reason', reason: 'REQUIRED' },
    ],
  })
  expect(await w.deps.db.event.count({ where: { kind: 'ADDRESSES_LISTED' } })).toBe(1)
})
