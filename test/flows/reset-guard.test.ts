import { expect, test } from 'vitest'
import { unlockAccount } from '../../server/staff/unlock-account.ts'
import { migrate, steps } from '../support/steps.ts'
import { browser, type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'

async function migrated(w: World) {
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  await migrate(w, letter, email, password)
  w.clock.forward({ hours: 2 })
  await w.deliver()
  const own = browser()
  await steps(w, { device: own }).signIn(letter, password)
  return { letter, own, before: w.mails.length }
}

/** Wrong codes of one pair, and all that was answered. */
async function guess(w: World, identifier: string, address: string, times: number, step = steps(w)) {
  const told: unknown[] = []
  const { handle } = await step.requestReset(identifier, address)
  for (let n = 0; n < times; n++) {
    if (n > 0 && n % 5 === 0) {
      w.clock.forward({ minutes: 1 })
      told.push((await step.resend(handle)).__typename)
    }
    const { message: _words, ...answer } = await step.verify(handle, '00000000')
    told.push(answer)
  }
  await w.deliver()
  return told
}

test('ten wrong codes from unknown devices close the account to their resets for a week, and its owner is told', async () => {
  const w = await world()
  const { before } = await migrated(w)
  const told = await guess(w, 'A100', email, 10)
  // Its caller sees what a pair that opens nothing shows.
  expect(told).toEqual(await guess(w, 'Z999', 'nobody@orange.example', 10))
  const mails = w.mails.slice(before)
  // The codes died before the courier came: what is left to say is this.
  expect(mails.map(({ to }) => to)).toEqual([email])
  expect(mails.at(-1)?.subject).toBe('Quelqu’un a essayé de changer votre mot de passe')
  expect(mails.at(-1)?.text).toMatch(/jusqu’au 29\snovembre à 16\sh\s06/)
  expect(mails.at(-1)?.text).toContain('A100 – ')

  const after = w.mails.length
  for (let day = 1; day <= 6; day++) {
    w.clock.forward({ hours: 24 })
    expect(await steps(w).requestReset('A100', email)).toMatchObject({ __typename: 'ResetRequested' })
  }
  await w.deliver()
  expect(w.mails.length).toBe(after)
  w.clock.forward({ hours: 24 })
  await steps(w).requestReset('A100', email)
  await w.deliver()
  expect(w.mails.slice(after).map(({ to }) => to)).toEqual([email])
})

test('the owner’s own browser resets all the while, and the right code opens', async () => {
  const w = await world()
  const { own } = await migrated(w)
  await guess(w, 'A100', email, 10)
  w.clock.forward({ hours: 25 })
  const step = steps(w, { device: own })
  const { handle } = await step.requestReset('A100', email)
  expect(await step.verify(handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
  expect(await step.setPassword(handle, 'Bougie-17-rivage')).toMatchObject({ __typename: 'PasswordSet' })
})

test('wrong codes typed on a known device close nothing, and nine from elsewhere do not either', async () => {
  const w = await world()
  const { own, before } = await migrated(w)
  await guess(w, 'A100', email, 9)
  w.clock.forward({ hours: 25 })
  await guess(w, 'A100', email, 10, steps(w, { device: own }))
  w.clock.forward({ hours: 25 })
  await steps(w).requestReset('A100', email)
  await w.deliver()
  expect(w.mails.slice(before).filter(({ subject }) => subject.startsWith('Quelqu'))).toEqual([])
  expect(w.mails.at(-1)?.to).toBe(email)
})

test('another’s known device is a stranger’s to this account', async () => {
  const w = await world()
  const { before } = await migrated(w)
  const [other] = await w.people.owner({ identifiers: ['B100'] })
  await migrate(w, other, 'thief@orange.example', password)
  const thief = browser()
  await steps(w, { device: thief }).signIn(other, password)
  await guess(w, 'A100', email, 10, steps(w, { device: thief }))
  expect(w.mails.slice(before).some(({ subject }) => subject.startsWith('Quelqu'))).toBe(true)
})

test('a code of before is not compared any more once the account is closed, however long the day’s budget', async () => {
  const w = await world()
  w.deps.settings = {
    ...w.deps.settings,
    rules: { ...w.deps.settings.rules, codeTries: [{ max: 40, minutes: 1440 }] },
  }
  await migrated(w)
  const step = steps(w)
  const { handle } = await step.requestReset('A100', email)
  const code = await w.codeSentTo(email)
  w.clock.forward({ minutes: 1 })
  await guess(w, 'A100', email, 10)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG' })
})

test('the service opens it again: account:unlock', async () => {
  const w = await world()
  await migrated(w)
  await guess(w, 'A100', email, 10)
  const request = { realm: 'live', identifier: 'A100', by: 'accueil-2', reason: 'au téléphone' }
  expect(await unlockAccount(w.deps, request)).toMatchObject({ __typename: 'AccountUnlocked' })
  w.clock.forward({ minutes: 60 })
  await steps(w).requestReset('A100', email)
  await w.deliver()
  expect(w.mails.map(({ subject }) => subject).slice(-2)).toContainEqual(
    expect.stringContaining('Votre code pour changer de mot de passe'),
  )
})
