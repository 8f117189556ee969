import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const fresh = 'marie@free.example'
const thief = 'thief@elsewhere.example'
const password = 'Tilleul-42-lampe'

test('a migration that a thief began early ends once the owner has verified an address with another account', async () => {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const stolen = await step.start(second ?? first)
  const own = await step.start(first)
  await step.chooseEmail(own.handle, email)
  await step.verify(own.handle, await w.codeSentTo(email))
  await step.setPassword(own.handle, password, { accounts: [] })
  expect(await step.chooseEmail(stolen.handle, thief)).toMatchObject({ __typename: 'FlowClosed', closed: 'SUPERSEDED' })
  expect(await step.start(second ?? first)).toMatchObject({ flow: { emailFixed: true, email: 'm•••@orange.example' } })
})

test('a migration begun before a change of e-mail mails nothing to the address before it', async () => {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const own = await step.start(first)
  await step.chooseEmail(own.handle, email)
  await step.verify(own.handle, await w.codeSentTo(email))
  const { token } = await step.setPassword(own.handle, password, { accounts: [] })
  const pending = await step.start(second ?? first)
  const change = await step.changeEmail(token, fresh, password)
  await step.verify(change.handle, await w.codeSentTo(fresh))
  expect(await step.chooseEmail(pending.handle, null)).toMatchObject({ closed: 'SUPERSEDED' })
})

test('« Ce n’est pas moi » ends what a thief began on a sister account while the address was theirs', async () => {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const own = await step.start(first)
  await step.chooseEmail(own.handle, email)
  await step.verify(own.handle, await w.codeSentTo(email))
  const { token } = await step.setPassword(own.handle, password, { accounts: [] })
  const change = await step.changeEmail(token, thief, password)
  await step.verify(change.handle, await w.codeSentTo(thief))
  const stolen = await step.start(second ?? first)
  expect(stolen.flow).toMatchObject({ emailFixed: true, email: 't•••@elsewhere.example' })
  const link = await w.deps.db.freezeLink.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  const token2 = linkToken(w.deps.keys, 'freeze link', link)
  expect(await step.freeze(token2)).toMatchObject({ emailUndo: 'RESTORED' })
  expect(await step.chooseEmail(stolen.handle, null)).toMatchObject({ closed: 'SUPERSEDED' })
  expect(await step.start(second ?? first)).toMatchObject({ flow: { email: 'm•••@orange.example' } })
})

test('a reset that its owner’s own act ends looks to its holder like one that never opened anything', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const token = await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 5 })
  const right = await step.requestReset(letter.identifier, email)
  const wrong = await step.requestReset(letter.identifier, 'another@orange.example')
  const code = await w.codeSentTo(email)
  await step.changePassword(token, password, 'Bougie-17-rivage')
  for (const { handle } of [right, wrong]) {
    expect(await step.flow(handle)).toMatchObject({ __typename: 'Flow', step: 'ENTER_CODE', codeOpen: true })
    expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 4 })
    w.clock.forward({ minutes: 1 })
    expect(await step.resend(handle)).toMatchObject({ __typename: 'CodeSent' })
  }
  const before = w.mails.length
  await w.deliver()
  expect(w.mails.slice(before).filter(({ subject }) => subject.includes('code'))).toEqual([])
})

test('what is confirmed while a password is being hashed is what the split and the notice go by', async () => {
  const w = await world()
  const step = steps(w)
  const letters = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const token = await migrate(w, letters[0], email, password)
  w.clock.forward({ minutes: 5 })
  const change = await step.changeEmail(token, fresh, password)
  const code = await w.codeSentTo(fresh)
  const { hasher } = w.deps
  // The e-mail is confirmed just when the new password is in the lane.
  let confirmed = false
  w.deps.hasher = {
    ...hasher,
    admit() {
      const place = hasher.admit()
      return (
        place && {
          ...place,
          async hash(typed) {
            if (!confirmed) {
              confirmed = true
              await step.verify(change.handle, code)
            }
            return place.hash(typed)
          },
        }
      )
    },
  }
  expect(await step.splitPassword(token, letters[1]?.accountId ?? '', password, 'Bougie-17-rivage')).toMatchObject({
    __typename: 'PasswordSplit',
  })
  const credentials = await w.deps.db.credential.findMany()
  expect(credentials.map(({ email: address }) => address)).toEqual([fresh, fresh])
  expect(credentials.every(({ resetBlockedUntil }) => resetBlockedUntil !== null)).toBe(true)
})
