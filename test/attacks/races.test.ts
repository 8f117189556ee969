import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const many = Array.from({ length: 100 })

test('a hundred first connections begun at once leave one that is open: the handle answered last, and no other', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const answers = await Promise.all(many.map(() => step.start(letter)))
  const handles = answers.filter(({ __typename }) => __typename === 'MigrationStarted').map(({ handle }) => handle)
  expect(new Set(handles).size).toBe(handles.length)
  expect(handles.length).toBeGreaterThan(0)
  const flows = await Promise.all(handles.map((handle) => step.flow(handle)))
  expect(flows.filter(({ __typename }) => __typename === 'Flow')).toHaveLength(1)
  expect(await w.deps.db.flow.count({ where: { endedAt: null } })).toBe(1)
})

test('a hundred resets of one pair asked for at once mail one code', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, password)
  await w.deliver()
  w.clock.forward({ hours: 2 })
  const before = w.mails.length
  // As a farm of machines does: each from a network of its own.
  const ask = (_: unknown, i: number) => step.requestReset(letter.identifier, email, `198.51.${i}.7`)
  const answers = await Promise.all(many.map(ask))
  expect(answers.filter(({ __typename }) => __typename === 'ResetRequested')).toHaveLength(1)
  expect(answers.filter(({ __typename }) => __typename === 'SendRefused')).toHaveLength(99)
  await w.deliver()
  expect(w.mails.length - before).toBe(1)
})

test('changes of e-mail to ten addresses at once leave one under way, and one handle that leads on', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const token = await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 5 })
  const addresses = Array.from({ length: 10 }, (_, i) => `next${i}@free.example`)
  const answers = await Promise.all(addresses.map((address) => step.changeEmail(token, address, password)))
  const open = await w.deps.db.flow.findMany({ where: { kind: 'EMAIL_CHANGE', endedAt: null } })
  expect(open).toHaveLength(1)
  const [{ email: under = null } = {}] = open
  const started = answers.filter(({ __typename }) => __typename === 'EmailChangeStarted')
  const live = await Promise.all(started.map(({ handle }) => step.flow(handle)))
  expect(live.filter(({ __typename }) => __typename === 'Flow').map((flow) => flow.email)).toEqual([under])
  expect(await step.me(token)).toMatchObject({ email })
})

test('a letter and a session of one owner used up at once: what each ends is ended, whoever comes first', async () => {
  const w = await world()
  const step = steps(w)
  for (let i = 0; i < 5; i++) {
    const [letter] = await w.people.owner()
    const own = `m${i}@orange.example`
    const token = await migrate(w, letter, own, password)
    w.clock.forward({ hours: 2 })
    const [changed, again, signed] = await Promise.all([
      step.changePassword((await step.signIn(letter, password)).token ?? token, password, `Bougie-17-rivage-${i}`),
      step.signIn(letter, password),
      step.signIn(letter, password),
    ])
    expect(changed.__typename).toBe('PasswordChanged')
    // A sign-in with the old password that came first is ended by the change; one that came later opens nothing.
    for (const { token: old } of [again, signed]) if (old) expect(await step.me(old)).toBeNull()
    expect(await step.me(changed.token)).not.toBeNull()
  }
})
