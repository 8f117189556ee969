import { expect, test } from 'vitest'
import { proveWebhook } from '../../server/partners/prove-webhook.ts'
import { setContact } from '../../server/partners/set-contact.ts'
import { stopWebhook } from '../../server/partners/stop-webhook.ts'
import { startReceiver } from './receiver.ts'
import { reachOf, webhookWorld } from './webhook-world.ts'

const spaces = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')
const gone = 'Il a répondu 410 : cette adresse n’existe plus.'

async function stoppable() {
  const made = await webhookWorld()
  const receiver = await startReceiver(made.w.clock.now)
  await made.register(receiver)
  return { ...made, receiver, choice: { partnerKey: 'lumen', test: false, url: null } }
}

test('a partner is mailed once that its webhook took nothing for 72 hours, and nothing of an owner', async () => {
  const { w, happen, node, receiver, identifier } = await stoppable()
  receiver.answer = (response) => void response.writeHead(503).end()
  await happen(3)
  const nodes = [node(), node()]
  for (let hours = 0; hours < 80; hours++) {
    await Promise.all(nodes.map((crier) => crier.runOnce()))
    w.clock.forward({ hours: 1 })
  }
  await w.deliver()
  await w.deliver()
  expect(w.mails.map(({ to, subject }) => ({ to, subject }))).toEqual([
    { to: 'technique@lumen.example', subject: 'Les événements ne partent plus vers votre programme' },
  ])
  const said = spaces(w.mails[0]?.text)
  expect(said).toContain(`Son adresse :\n${receiver.url}`)
  expect(said).toContain('Il n’a rien pris pendant 72 heures, malgré nos essais.\n\nAu dernier essai : 503.')
  expect(said).not.toContain(identifier)
  expect(said).not.toContain('Durand')
})

test('one that answers 410 is told to the address that was set last, and of its own address no query', async () => {
  const { w, happen, node, receiver, register } = await stoppable()
  const other = await startReceiver(w.clock.now)
  other.url += '?token=hush'
  await register(other)
  expect(await setContact(w.deps, 'lumen', 'exploitation@lumen.example', 'accueil-2')).toMatchObject({
    partner: { contactEmail: 'exploitation@lumen.example' },
  })
  other.answer = (response) => void response.writeHead(410).end()
  await happen()
  await node().runOnce()
  await w.deliver()
  expect(receiver.told()).toHaveLength(1)
  expect(w.mails.map(({ to }) => to)).toEqual(['exploitation@lumen.example'])
  expect(spaces(w.mails[0]?.text)).toContain(gone)
  expect(w.mails[0]?.text).not.toContain('hush')
  const { facts } = await w.deps.db.event.findFirstOrThrow({ where: { kind: 'PARTNER_CHANGED' } })
  expect(JSON.stringify(facts)).not.toContain('@')
})

test('one stopped by hand is told too, once; not when it runs again before the mail leaves', async () => {
  const { w, choice } = await stoppable()
  await stopWebhook(w.deps, choice, 'accueil-2')
  await stopWebhook(w.deps, choice, 'accueil-2')
  expect(await w.deps.db.message.count()).toBe(1)
  await w.deliver()
  expect(spaces(w.mails[0]?.text)).toContain('Notre service l’a arrêté à la main.')
  await proveWebhook(w.deps, reachOf(w), choice, 'accueil-2')
  await stopWebhook(w.deps, choice, 'accueil-2')
  await proveWebhook(w.deps, reachOf(w), choice, 'accueil-2')
  await w.deliver()
  expect(w.mails).toHaveLength(1)
  expect(await w.deps.db.message.findMany({ orderBy: { createdAt: 'asc' }, select: { state: true } })).toEqual([
    { state: 'SENT' },
    { state: 'ABANDONED' },
  ])
})

test('a sandbox’s webhook that stops mails nobody', async () => {
  const { w, receiver, choice } = await stoppable()
  await w.deps.db.webhook.updateMany({ data: { realm: 'test:lumen' } })
  await stopWebhook(w.deps, { ...choice, test: true, url: receiver.url }, 'accueil-2')
  expect(await w.deps.db.webhook.findFirst()).toMatchObject({ state: 'STOPPED' })
  expect(await w.deps.db.message.count()).toBe(0)
})

test('an address that is none is refused, and the one of before stays', async () => {
  const { w } = await stoppable()
  for (const [typed, reason] of [
    [undefined, 'REQUIRED'],
    ['technique', 'MALFORMED'],
    ['a@b.fr\r\nBcc: evil@x.fr', 'MALFORMED'],
  ] as const) {
    expect(await setContact(w.deps, 'lumen', typed, 'accueil-2')).toMatchObject({
      faults: [{ field: 'contact', reason }],
    })
  }
  expect(await setContact(w.deps, 'personne', 'a@b.fr', 'accueil-2')).toMatchObject({ faults: [{ field: 'partner' }] })
  expect(await w.deps.db.partner.findFirst()).toMatchObject({ contactEmail: 'technique@lumen.example' })
})
