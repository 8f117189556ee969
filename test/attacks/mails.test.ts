import { expect, test } from 'vitest'
import { freezeAccount } from '../../server/staff/freeze-account.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { another, ask, email, letterbox, openOwner, password } from '../staff/support.ts'
import { world } from '../support/world.ts'

const next = 'odette@free.example'

test('in a whole life no mail holds a password, a token or a handle, and a code stands in its own mail alone', async () => {
  const w = await world()
  const box = letterbox()
  const [unopened] = await w.people.owner({ identifiers: ['B100'] })
  const { step, token, letter } = await openOwner(w, ['A100', 'A200'])
  const change = await step.changeEmail(token, next, password)
  await step.verify(change.handle, await w.codeSentTo(next))
  const changed = await step.changePassword(token, password, another)
  w.clock.forward({ hours: 25 })
  const reset = await step.requestReset('A100', next)
  await step.verify(reset.handle, await w.codeSentTo(next))
  await step.setPassword(reset.handle, 'Rivage-18-bougie')
  await reissueAccount(w.deps, ask(unopened.identifier), box)
  await freezeAccount(w.deps, ask('A100'))
  await w.deliver()

  const secrets = [
    ...[password, another, 'Rivage-18-bougie', letter.issuedPassword, unopened.issuedPassword],
    ...[token, changed.token, change.handle, reset.handle, ...box.letters.map((one) => one.issuedPassword)],
  ]
  const codes = w.mails.flatMap(({ text }) => /(?<!\d)\d{8}(?!\d)/.exec(text)?.[0] ?? [])
  expect(w.mails.length).toBeGreaterThan(8)
  expect(codes.length).toBe(3)
  for (const mail of w.mails) {
    const whole = JSON.stringify(mail)
    expect(
      secrets.filter((secret) => whole.includes(secret)),
      mail.subject,
    ).toEqual([])
    const within = codes.filter((code) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(whole))
    expect(within.length, mail.subject).toBeLessThanOrEqual(1)
  }
  // The owner's two addresses, the service's: nobody else was written to.
  expect(new Set(w.mails.map(({ to }) => to))).toEqual(new Set([email, next]))
})
