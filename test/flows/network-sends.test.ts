import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const here = '203.0.113.7'

/** Sixty codes asked for from one network, each for another person. */
async function spend(w: World, from: string, most = 60) {
  const step = steps(w, { from })
  const told = []
  for (let i = 0; i < most; i++) told.push(await step.requestReset(`N${from}${i}`, `n${i}@orange.example`))
  return told
}

test('a network asks for sixty codes an hour, in whatever journey; another network goes on', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const [owner] = await w.people.owner()
  const token = await migrate(w, owner, email, password)
  const before = steps(w)
  const { handle } = await before.start(letter)
  await before.chooseEmail(handle, 'odette@orange.example')
  w.clock.forward({ minutes: 70 })
  expect(new Set((await spend(w, here)).map(({ __typename }) => __typename))).toEqual(new Set(['ResetRequested']))

  const refused = { __typename: 'SendRefused', retryAt: new Date(w.clock.now().getTime() + 3_600_000).toISOString() }
  const step = steps(w, { from: here })
  expect(await step.resend(handle)).toMatchObject(refused)
  expect(await step.changeEmail(token, 'marie@free.example', password)).toMatchObject({ __typename: 'NotSignedIn' })
  const { token: again } = await step.signIn(owner, password)
  expect(await step.changeEmail(again, 'marie@free.example', password)).toMatchObject(refused)
  const [another] = await w.people.owner()
  const second = await step.start(another)
  expect(await step.chooseEmail(second.handle, 'anne@orange.example')).toMatchObject(refused)
  // Known or unknown: the network's limit is its own, and seen alike.
  for (const [identifier, address] of [
    [owner.identifier, email],
    ['Z999', 'nobody@orange.example'],
  ] as const)
    expect(await step.requestReset(identifier, address)).toMatchObject(refused)

  const elsewhere = steps(w, { from: '198.51.100.9' })
  expect(await elsewhere.chooseEmail(second.handle, 'anne@orange.example')).toMatchObject({ __typename: 'CodeSent' })
  expect(await elsewhere.requestReset(owner.identifier, email)).toMatchObject({ __typename: 'ResetRequested' })
  // What was refused was not counted: the hour is over when it is over.
  w.clock.forward({ minutes: 60 })
  expect(await step.resend(handle)).toMatchObject({ __typename: 'CodeSent' })
})

test('a household’s IPv6 addresses are one network, and three hundred codes a day are its end', async () => {
  const w = await world()
  let sent = 0
  for (let hour = 0; hour < 7; hour++) {
    const told = await Promise.all(
      Array.from({ length: 61 }, (_, i) =>
        steps(w, { from: `2001:db8:1:2::${(hour * 100 + i).toString(16)}` }).requestReset(
          `H${hour}N${i}`,
          `h${hour}n${i}@orange.example`,
        ),
      ),
    )
    sent += told.filter(({ __typename }) => __typename === 'ResetRequested').length
    w.clock.forward({ minutes: 61 })
  }
  expect(sent).toBe(300)
})

test('a pair that is asked for twice at once is mailed once: the pause is the pair’s, known or not', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 70 })
  await w.deliver()
  const before = w.mails.length
  for (const [identifier, address] of [
    [letter.identifier, email],
    [letter.identifier, 'other@orange.example'],
    ['Z999', email],
  ] as const) {
    const step = steps(w)
    const asked = await Promise.all(Array.from({ length: 10 }, () => step.requestReset(identifier, address)))
    const retryAt = new Date(w.clock.now().getTime() + 60_000).toISOString()
    expect(asked.filter(({ __typename }) => __typename === 'ResetRequested')).toHaveLength(1)
    expect(asked.filter((told) => told.__typename === 'SendRefused' && told.retryAt === retryAt)).toHaveLength(9)
  }
  await w.deliver()
  expect(w.mails.slice(before).map(({ to }) => to)).toEqual([email])
})
