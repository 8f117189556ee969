import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const another = 'Bougie-17-rivage'

async function migrated(w: World, options: { identifiers?: string[] } = {}) {
  const letters = await w.people.owner(options)
  const token = await migrate(w, letters[0], email, password)
  w.clock.forward({ minutes: 5 })
  return { step: steps(w), letters, letter: letters[0], token }
}

const wrongOf = (code: string) => String((Number(code) + 1) % 1e8).padStart(8, '0')

test('a forgotten password: code, new password on every account that shares it, sessions ended, notice mailed', async () => {
  const w = await world()
  const { step, letter, token } = await migrated(w, { identifiers: ['A100', 'A200', 'A300'] })
  const { handle, flow } = await step.requestReset('a-100', email.toUpperCase())
  expect(flow).toMatchObject({ kind: 'RESET', step: 'ENTER_CODE', email: 'marie.durand@orange.example', accounts: [] })
  expect(await step.flow(handle)).toMatchObject({ owner: null, account: null, agency: null, codeLifespanMinutes: 10 })
  const verified = await step.verify(handle, await w.codeSentTo(email))
  expect(verified.flow.accounts).toHaveLength(3)
  const set = await step.setPassword(handle, another)
  expect(set).toMatchObject({ __typename: 'PasswordSet', token: null })
  expect(await step.me(token)).toBeNull()
  for (const identifier of ['A100', 'A200', 'A300']) {
    expect(await step.signIn({ identifier }, another)).toMatchObject({ __typename: 'SignedIn' })
  }
  expect(await step.signIn(letter, password)).toMatchObject({ why: 'WRONG' })
  await w.deliver()
  expect(w.mails.at(-1)).toMatchObject({ to: email, subject: 'Votre mot de passe a été changé' })
})

test('a reset’s code lives ten minutes from its request, however late its mail', async () => {
  for (const [seconds, typename] of [
    [600, 'CodeVerified'],
    [601, 'CodeRefused'],
  ] as const) {
    const w = await world()
    const { step, letter } = await migrated(w)
    const { handle } = await step.requestReset(letter.identifier, email)
    w.clock.forward({ minutes: 7 })
    const code = await w.codeSentTo(email)
    w.clock.forward({ seconds: seconds - 420 })
    expect(await step.verify(handle, code)).toMatchObject({ __typename: typename })
  }
})

test('a right pair and every wrong one are answered alike to the end, and leave the same rows', async () => {
  const w = await world()
  const { step, letter } = await migrated(w)
  const [issued] = await w.people.owner()
  const [frozen] = await w.people.owner({ state: 'FROZEN' })
  const pairs = [
    [letter.identifier, email],
    [letter.identifier, 'another@orange.example'],
    [issued.identifier, email],
    [frozen.identifier, email],
    ['Z99999', email],
  ] as const
  const count = async () => {
    const { flow, code, message, event } = w.deps.db
    return Promise.all([flow.count(), code.count(), message.count(), event.count()])
  }
  const stories = []
  for (const [i, [identifier, address]] of pairs.entries()) {
    const before = await count()
    const from = `198.51.100.${i}`
    const { handle, ...answer } = await step.requestReset(identifier, address, from)
    expect(handle).toMatch(/^cf_[\w-]{43}$/)
    const story: unknown[] = [{ ...answer.flow, email: 'typed' }]
    for (let set = 0; set < 2; set++) {
      await w.deliver()
      for (let n = 0; n < 6; n++) story.push(await step.verify(handle, '00000000'))
      w.clock.forward({ minutes: 1 })
      story.push(await step.resend(handle))
    }
    await w.deliver()
    const after = await count()
    story.push(after.map((n, i) => n - (before[i] ?? 0)))
    stories.push(
      JSON.parse(
        JSON.stringify(story)
          .replaceAll(address, 'typed')
          // Each story is two minutes after the one before.
          .replace(/à \d\d:\d\d/g, 'à l’heure')
          .replace(/2026-\d\d-\d\dT[\d:.]+Z/g, (at) => String(Date.parse(at) - i * 120_000)),
      ),
    )
  }
  for (const story of stories.slice(1)) expect(story).toEqual(stories[0])
  expect(new Set(w.mails.slice(2).map(({ to }) => to))).toEqual(new Set([email]))
})

test('mail goes to the address on record, never to the one typed', async () => {
  const w = await world()
  const { step, letter } = await migrated(w)
  await w.deliver()
  const before = w.mails.length
  await step.requestReset(letter.identifier, 'MARIE.Durand@ORANGE.example')
  await step.requestReset(letter.identifier, 'marıe.durand@orange.example')
  await step.requestReset(letter.identifier, 'thief@elsewhere.example')
  await w.deliver()
  expect(w.mails.slice(before).map(({ to }) => to)).toEqual([email])
})

test('wrong pairs use up nothing of the account, and the account’s own limit is silent', async () => {
  const w = await world()
  const { step, letter } = await migrated(w)
  for (let i = 0; i < 6; i++) {
    const { handle } = await step.requestReset(letter.identifier, `guess${i}@elsewhere.example`)
    for (let n = 0; n < 5; n++) await step.verify(handle, '00000000')
  }
  const { handle } = await step.requestReset(letter.identifier, email)
  expect(await step.verify(handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })

  // The account's sends of this hour are spent by its owner's own asking: what follows is mailed to nobody.
  w.clock.forward({ hours: 3 })
  const asked = []
  await w.deliver()
  const before = w.mails.length
  for (let i = 0; i < 4; i++) {
    asked.push((await step.requestReset(letter.identifier, email)).__typename)
    w.clock.forward({ minutes: 1 })
    await w.deliver()
  }
  await w.deliver()
  expect(asked).toEqual(['ResetRequested', 'ResetRequested', 'ResetRequested', 'SendRefused'])
  expect(w.mails.length - before).toBe(3)
})

test('the account’s budget of wrong codes acts silently in a reset: nothing matches any more', async () => {
  const w = await world()
  const { step, letter } = await migrated(w)
  // Ten wrong codes on the account, typed in resets of the right pair in two spellings of the address… one pair.
  const first = await step.requestReset(letter.identifier, email)
  const code = await w.codeSentTo(email)
  for (let n = 0; n < 5; n++) await step.verify(first.handle, wrongOf(code))
  w.clock.forward({ minutes: 1 })
  await step.resend(first.handle)
  const again = await w.codeSentTo(email)
  for (let n = 0; n < 5; n++) await step.verify(first.handle, wrongOf(again))
  w.clock.forward({ minutes: 1 })
  expect(await step.requestReset(letter.identifier, email)).toMatchObject({ __typename: 'TooManyTries' })
})

test('the new password may not be the current one, the issued one, or made of what is known of its owner', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({
    lastName: 'Lemarchand',
    birthDate: '1941-03-09',
    identifiers: ['C012345'],
    issuedPassword: 'Kxq7-1001-Zulu',
  })
  await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 5 })
  const { handle } = await step.requestReset(letter.identifier, email)
  await step.verify(handle, await w.codeSentTo(email))
  for (const [typed, rule] of [
    [password, 'NOT_CURRENT'],
    ['Kxq71001Zulu', 'NOT_ISSUED'],
    ['LeMarchand-77x', 'NOT_PERSONAL'],
    ['Lampe09031941', 'NOT_PERSONAL'],
    ['Xc012345-lampe', 'NOT_PERSONAL'],
    ['Marie.Durand-9', 'NOT_PERSONAL'],
    ['Azerty123', 'NOT_COMMON'],
    ['court1A', 'MIN_LENGTH'],
  ] as const) {
    expect(await step.setPassword(handle, typed)).toMatchObject({
      __typename: 'PasswordRefused',
      unmet: expect.arrayContaining([rule]),
    })
  }
  expect(await step.setPassword(handle, another)).toMatchObject({ __typename: 'PasswordSet' })
})

test('a code of a reset opens no migration, and the other way round', async () => {
  const w = await world()
  const { step, letter } = await migrated(w)
  const [other] = await w.people.owner()
  const { handle } = await step.requestReset(letter.identifier, email)
  const code = await w.codeSentTo(email)
  const migration = await step.start(other)
  await step.chooseEmail(migration.handle, 'odette@free.example')
  const migrationCode = await w.codeSentTo('odette@free.example')
  expect(await step.verify(migration.handle, code)).toMatchObject({ reason: 'WRONG' })
  expect(await step.verify(handle, migrationCode)).toMatchObject({ reason: 'WRONG' })
  expect(await step.chooseEmail(handle, email)).toMatchObject({ __typename: 'WrongStep' })
})
