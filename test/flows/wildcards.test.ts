import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'

test('an address of wildcards gets no more codes than another, and nobody else’s count on it', async () => {
  for (const wild of ['%@orange.example', '_ictim@orange.example', '%%@orange.example']) {
    const w = await world()
    const step = steps(w)
    const [victim] = await w.people.owner()
    await migrate(w, victim, 'victim@orange.example', password)
    const outcomes: string[] = []
    for (let i = 0; i < 7; i++) {
      const [letter] = await w.people.owner()
      const { handle } = await step.start(letter)
      outcomes.push((await step.chooseEmail(handle, wild)).__typename)
    }
    expect(outcomes, wild).toEqual([...Array(6).fill('CodeSent'), 'SendRefused'])
  }
})

test('the underscore of an address stands for itself when accounts to join are looked for', async () => {
  const w = await world()
  const step = steps(w)
  const [a, b, c] = await w.people.owner({ identifiers: ['A100', 'A200', 'A300'] })
  const { handle } = await step.start(a)
  await step.chooseEmail(handle, 'mariexdurand@orange.example')
  await step.verify(handle, await w.codeSentTo('mariexdurand@orange.example'))
  const { token } = await step.setPassword(handle, password, { accounts: [b?.accountId] })
  await step.splitPassword(token, b?.accountId ?? '', password, 'Autre-lampe-43')
  // As after a change of e-mail of the second account.
  await w.deps.db.credential.updateMany({
    where: { accounts: { some: { id: b?.accountId ?? '' } } },
    data: { email: 'marie_durand@orange.example', emailVerifiedAt: new Date(w.clock.now().getTime() + 1) },
  })
  w.clock.forward({ minutes: 1 })
  const third = await step.start(c ?? a)
  await step.chooseEmail(third.handle, null)
  const { flow } = await step.verify(third.handle, await w.codeSentTo('marie_durand@orange.example'))
  expect(flow.joinable).toEqual([{ id: b?.accountId }])
  expect(await step.setPassword(third.handle, null, { keepPasswordOf: a.accountId })).toMatchObject({
    __typename: 'InputRefused',
  })
})
