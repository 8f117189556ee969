import { expect, test } from 'vitest'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { another, ask, email, letterbox, openOwner, password } from '../staff/support.ts'
import { createCanaries } from '../support/canaries.ts'
import { type World, world } from '../support/world.ts'

const next = 'odette@free.example'

/** Every way in and every way of getting lost, with the secrets of each. */
async function livedThrough(w: World) {
  const { step, token, letter } = await openOwner(w, ['A100', 'A200'])
  const change = await step.changeEmail(token, next, password)
  await step.verify(change.handle, '00000000')
  await step.verify(change.handle, await w.codeSentTo(next))
  await step.changePassword(token, password, another)
  await step.signIn(letter, 'Mauvais-mot-de-passe-1')
  const reset = await step.requestReset('A100', email)
  await step.verify(reset.handle, '99999999')
  await step.requestReset('Z999', 'inconnue@personne.example')
  await showAccount(w.deps, ask('A100'))
  await detachEmail(w.deps, ask('A100'), letterbox())
  await w.deliver()
  return { step, letter }
}

test('a leaked secret is found, whatever its kind and wherever it stands', async () => {
  const canaries = createCanaries('postgresql://u:a-database-password@localhost/none')
  canaries.look({ input: { password: 'Tilleul-42-lampe', flow: 'h'.repeat(43), code: '86991277', email } })
  canaries.lookAtMail({ to: next, text: `Bloquer : https://x.example/ce-n-est-pas-moi/${'l'.repeat(64)}\n78960156` })
  expect(canaries.count()).toBe(8)
  expect(canaries.leaksInLog()).toEqual([])
  canaries.log.info({ note: 'mot de passe Tilleul-42-lampe' }, `code 86991277 pour ${email}`)
  canaries.log.error({ err: new Error(`cannot reach postgresql://u:a-database-password@localhost`) })
  canaries.log.debug(`/ce-n-est-pas-moi/${'l'.repeat(64)}`)
  expect(canaries.leaksInLog().map((leak) => leak.split(' ')[0])).toEqual(['KEY', 'PASSWORD', 'CODE', 'EMAIL', 'TOKEN'])
})

test('the redaction itself keeps what has a secret’s name', async () => {
  const { canaries } = await world()
  canaries.look({ password: 'Tilleul-42-lampe', token: `cs_${'t'.repeat(43)}`, email })
  canaries.log.info({ password: 'Tilleul-42-lampe', input: { token: `cs_${'t'.repeat(43)}`, email } })
  expect(canaries.lines.join('')).toContain('[Redacted]')
  expect(canaries.leaksInLog()).toEqual([])
})

test('a whole life of accounts leaves no secret in the log, and in the database only addresses where they belong', async () => {
  const w = await world()
  await livedThrough(w)
  expect(w.canaries.count()).toBeGreaterThan(20)
  expect(w.canaries.lines.length).toBeGreaterThan(5)
  expect(w.canaries.leaksInLog()).toEqual([])
  expect(await w.canaries.leaksInDatabase(w.deps.db)).toEqual([])
  await w.deps.db.agency.updateMany({ data: { hours: `écrire à ${next}` } })
  expect(await w.canaries.leaksInDatabase(w.deps.db)).toEqual([`Agency.hours: EMAIL ${next}`])
})

test('failures in the middle of every step are logged without a secret of it', async () => {
  const w = await world()
  const { step, letter } = await livedThrough(w)
  const before = w.canaries.lines.length
  await w.deps.db.$executeRawUnsafe('ALTER TABLE "Event" RENAME TO "Gone"')
  await w.deps.db.$executeRawUnsafe('ALTER TABLE "Message" RENAME TO "GoneToo"')
  const [other] = await w.people.owner({ identifiers: ['B100'] })
  for (const call of [
    () => step.signIn(letter, another),
    () => step.signIn(letter, 'Encore-un-faux-7'),
    () => step.start(other),
    () => step.requestReset('A100', next),
    () => step.setPassword('h'.repeat(43), 'Nouveau-17-rivage'),
  ]) {
    await call().catch(() => {})
  }
  expect(w.canaries.lines.length).toBeGreaterThan(before + 2)
  expect(w.canaries.leaksInLog()).toEqual([])
})
