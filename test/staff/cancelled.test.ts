import { expect, test } from 'vitest'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { unlockAccount } from '../../server/staff/unlock-account.ts'
import { world } from '../support/world.ts'
import { another, ask, cancel, cancelLink, email, letterbox, openOwner, password } from './support.ts'

const fresh = 'marie@free.example'

test('the link of a request that was replaced says no to the newer one, asked for whichever account', async () => {
  for (const again of ['A100', 'A200']) {
    const w = await world()
    const { step } = await openOwner(w, ['A100', 'A200'])
    await detachEmail(w.deps, ask('A100'), letterbox())
    const first = await cancelLink(w, email)
    w.clock.forward({ hours: 24 })
    const { handle } = await step.requestReset('A100', email)
    await step.verify(handle, await w.codeSentTo(email))
    await step.setPassword(handle, another)
    w.clock.forward({ hours: 48 })
    expect(await detachEmail(w.deps, ask(again), letterbox())).toMatchObject({ __typename: 'StaffActionRequested' })

    expect(await cancel(w, first)).toMatchObject({ __typename: 'StaffActionCancelled', kind: 'DETACH_EMAIL' })
    expect(await cancel(w, first)).toMatchObject({ reason: 'COMPLETED' })
    w.clock.forward({ hours: 72 })
    const box = letterbox()
    expect(await detachEmail(w.deps, ask(again), box)).toMatchObject({ __typename: 'StaffActionRequested' })
    expect(box.letters).toEqual([])
  }
})

test('the sheet counts only a request for this account’s own address, as the command itself does', async () => {
  const w = await world()
  const { step, letters, token } = await openOwner(w, ['A100', 'A200'])
  await step.splitPassword(token, letters[1]?.accountId ?? '', password, another)
  const { token: own } = await step.signIn({ identifier: 'A200' }, another)
  const change = await step.changeEmail(own, fresh, another)
  await step.verify(change.handle, await w.codeSentTo(fresh))
  w.clock.forward({ hours: 1 })
  await detachEmail(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 73 })
  expect(await showAccount(w.deps, ask('A200'))).toMatchObject({ next: { action: 'FORGOTTEN_PASSWORD' } })
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({
    next: { action: 'FINISH_ACTION', kind: 'DETACH_EMAIL' },
  })
  const { handle } = await step.requestReset('A100', email)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, 'Cerise-88-nuage')
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({ next: { action: 'FORGOTTEN_PASSWORD' } })
})

test('an address that no open account has is told for thirty days after mail went there, and no longer', async () => {
  const w = await world()
  const { step, letters } = await openOwner(w, ['A100'])
  const box = letterbox()
  await reissueAccount(w.deps, ask('A100'), box)
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, ask('A100'), box)
  const { handle } = await step.start(box.held(letters[0]))
  await step.chooseEmail(handle, null)
  await step.verify(handle, await w.codeSentTo(email))
  const { token } = await step.setPassword(handle, another)
  const change = await step.changeEmail(token, fresh, another)
  await step.verify(change.handle, await w.codeSentTo(fresh))
  const both = ['m•••@free.example', 'm•••@orange.example']
  w.clock.forward({ hours: 30 * 24, seconds: -1 })
  expect(await unlockAccount(w.deps, ask('A100'))).toMatchObject({ told: both })
  w.clock.forward({ seconds: 1 })
  expect(await unlockAccount(w.deps, ask('A100'))).toMatchObject({ told: both.slice(0, 1) })
})

test('after a detached address a later act is still told there for thirty days', async () => {
  const w = await world()
  const { letters } = await openOwner(w, ['A100'])
  await detachEmail(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 72 })
  const box = letterbox()
  await detachEmail(w.deps, ask('A100'), box)
  expect(await reissueAccount(w.deps, ask('A100'), box)).toMatchObject({ told: ['m•••@orange.example'] })
  w.clock.forward({ hours: 30 * 24 })
  expect(await reissueAccount(w.deps, ask(letters[0].identifier), box)).toMatchObject({ told: [] })
})
