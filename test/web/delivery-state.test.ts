import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeliveryReason, DeliveryStatus } from '../../server/domain/delivery.ts'
import { digestOf } from '../../server/keys.ts'
import { type Listener, openStream } from '../support/listen.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { openSite, type Site } from '../support/site.ts'
import { type Walk, walk } from '../support/walk.ts'

const password = 'Pirogue-lampadaire-71'
const ofMigration = '/premiere-connexion/code/etat'
const ofEmailChange = '/espace/parametres/email/code/etat'
const shortly = 3_000
let site: Site
const listeners: Listener[] = []

beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(async () => {
  for (const listener of listeners) listener.leave()
  await site.close()
})

const cookieOf = ({ cookies }: Walk) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
/** The text as one reads it: what stands in a sentence leaves no gap. */
const plain = (html: string) =>
  html
    .replace(/<\/?(?:span|strong)[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim()

async function listen(visitor: Walk, path: string): Promise<Listener> {
  const headers = { accept: 'text/event-stream', cookie: cookieOf(visitor) }
  const listener = await openStream(site.origin + path, { headers })
  listeners.push(listener)
  return listener
}

async function asked(visitor: Walk, path: string, init: RequestInit = {}) {
  const answer = await fetch(site.origin + path, {
    ...init,
    headers: { accept: 'application/json', cookie: cookieOf(visitor) },
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, state: text === '' ? null : JSON.parse(text) }
}

/** A new owner at the page of the code, and what becomes of its mail. */
async function atTheCode(email: string) {
  const visitor = walk(site)
  const [letter] = await site.people.owner()
  await visitor.post('/connexion', { identifiant: letter.identifier, motDePasse: letter.issuedPassword })
  await visitor.post('/premiere-connexion/email', { email })
  return visitor
}

async function learn(email: string, status: DeliveryStatus, reason: DeliveryReason | null = null) {
  await site.mailTo(email)
  const { id } = await site.deps.db.message.findFirstOrThrow({
    where: { code: { email } },
    orderBy: { createdAt: 'desc' },
  })
  await site.deps.db.delivery.create({
    data: { messageId: id, at: site.deps.clock.now(), status, reason, reported: true },
  })
}

test('the page, the stream and the answer in JSON say the same', async () => {
  const email = 'memes.mots@orange.fr'
  const visitor = await atTheCode(email)
  await site.mailTo(email)
  const { state, headers } = await asked(visitor, ofMigration)
  expect(plain(state.verdict)).toMatch(
    /^Nous avons envoyé un code à 8 chiffres à memes.mots@orange.fr\. Parti de chez nous à \d{1,2} h \d{2}\. Modifier l'adresse$/,
  )
  expect(plain(state.about)).toContain('Ce code est valable 30 minutes')
  expect(state.secondsLeft).toBeGreaterThan(1_790)
  expect(headers.get('cache-control')).toContain('no-store')
  const listener = await listen(visitor, ofMigration)
  expect([listener.status, listener.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect(listener.headers.get('cache-control')).toContain('no-store')
  expect(listener.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await listener.next()).toMatchObject({ verdict: state.verdict, about: state.about })
  expect((await visitor.get('/premiere-connexion/code')).html).toContain(state.verdict)

  await learn(email, 'REFUSED', 'UNKNOWN')
  const told = await listener.next(shortly)
  expect(plain(told.verdict)).toBe(
    "Votre messagerie ne connaît pas cette adresse. Vérifiez-la. Adresse : memes.mots@orange.fr Modifier l'adresse",
  )
  expect(told.about).toBe('')
  expect((await visitor.get('/premiere-connexion/code')).html).toContain(told.verdict)
})

test('a mail that leaves later makes its code live longer, and the open page says so', async () => {
  const email = 'plus.tard@orange.fr'
  const visitor = await atTheCode(email)
  await site.mailTo(email)
  const listener = await listen(visitor, ofMigration)
  const first = await listener.next()
  const code = await site.deps.db.code.findFirstOrThrow({ where: { email } })
  const attemptedAt = new Date(code.issuedAt.getTime() + 15 * 60_000)
  await site.deps.db.code.update({ where: { id: code.id }, data: { attemptedAt, acceptedAt: attemptedAt } })
  const later = await listener.next(shortly)
  expect(later.secondsLeft - first.secondsLeft).toBeGreaterThan(14 * 60)
  expect(later.about).not.toBe(first.about)
  expect(later.verdict).toBe(first.verdict)
})

test('the stream ends with the step, and says so once', async () => {
  const email = 'fin@orange.fr'
  const visitor = await atTheCode(email)
  const listener = await listen(visitor, ofMigration)
  await listener.next()
  await visitor.post('/premiere-connexion/code', { code: await site.codeTo(email) })
  expect((await listener.rest()).at(-1)).toEqual({ over: true })
  expect((await listen(visitor, ofMigration)).status).toBe(204)
  expect((await asked(visitor, ofMigration)).state).toEqual({ over: true })
})

test('without a journey of this browser there is nothing to hear', async () => {
  const stranger = walk(site)
  for (const path of [ofMigration, ofEmailChange]) {
    expect((await listen(stranger, path)).status).toBe(204)
    expect(await asked(stranger, path)).toMatchObject({ status: 200, state: { over: true } })
  }
  stranger.cookies.set('__Host-migration', 'cf_nothing')
  expect((await listen(stranger, ofMigration)).status).toBe(204)
})

test('two tabs may listen; a third is sent to ask, and a tab that closes makes room', async () => {
  const visitor = await atTheCode('onglets@orange.fr')
  const tabs = [await listen(visitor, ofMigration), await listen(visitor, ofMigration)]
  expect((await listen(visitor, ofMigration)).status).toBe(503)
  expect((await asked(visitor, ofMigration)).state.verdict).toContain('onglets@orange.fr')
  // A HEAD is no listener: it would hold a place that nobody reads from.
  for (let time = 0; time < 3; time++) await asked(visitor, ofMigration, { method: 'HEAD' })
  tabs[0]?.leave()
  await pause(200)
  expect((await listen(visitor, ofMigration)).status).toBe(200)
})

test('nothing is changed by listening, and no other method is known', async () => {
  const visitor = await atTheCode('lecture@orange.fr')
  const flow = () =>
    site.deps.db.flow.findFirstOrThrow({
      where: { handleHash: digestOf(visitor.cookies.get('__Host-migration') ?? '') },
    })
  const before = await flow()
  const answer = await asked(visitor, ofMigration)
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await flow()).toEqual(before)
  expect((await visitor.post(ofMigration, { action: 'renvoyer' })).status).toBe(405)
})

test('a reset has no such address, and its handle opens no other', async () => {
  const email = 'oubli@orange.fr'
  const [{ identifier }] = await openAccounts(site, { email, password })
  const visitor = walk(site)
  await visitor.post('/mot-de-passe-oublie', { identifiant: identifier, email })
  const handle = visitor.cookies.get('__Host-reset') ?? ''
  const page = await visitor.get('/mot-de-passe-oublie/code')
  await learn(email, 'REFUSED', 'CLOSED')
  const later = await visitor.get('/mot-de-passe-oublie/code')
  expect(later.html.replace(/ data-expires-in="\d+"/, '')).toBe(page.html.replace(/ data-expires-in="\d+"/, ''))
  expect(page.html).not.toContain('data-state')
  expect((await visitor.get('/mot-de-passe-oublie/code/etat')).status).toBe(404)
  visitor.cookies.set('__Host-migration', handle)
  expect(await asked(visitor, ofMigration)).toMatchObject({ state: { over: true } })
  expect((await listen(visitor, ofMigration)).status).toBe(204)
})

test('a code that goes to the verified address is told of as before, whatever became of its mail', async () => {
  const email = 'verifiee@orange.fr'
  const [first, second] = await site.people.owner({ identifiers: ['071001', '071002'] })
  await openFirstOnly(first.accountId, email)
  const visitor = walk(site)
  await visitor.post('/connexion', { identifiant: '071002', motDePasse: second?.issuedPassword ?? '' })
  await visitor.post('/premiere-connexion/email', { action: 'proposee' })
  await learn(email, 'REFUSED', 'CLOSED')
  const { html } = await visitor.get('/premiere-connexion/code')
  expect(html).not.toContain('data-state')
  expect(plain(html)).toContain(
    "Nous avons envoyé un code à 8 chiffres à v•••@orange.fr. Vous n'avez plus accès à cette adresse ? Appelez-nous.",
  )
  expect(plain(html)).not.toMatch(/est fermée|refusé|Modifier l'adresse/)
  expect((await asked(visitor, ofMigration)).state).toEqual({ over: true })
})

test('a change of e-mail is told to whoever is signed in as its owner, and to nobody else on that computer', async () => {
  const [email, next] = ['actuelle@orange.fr', 'suivante@orange.fr']
  const [{ identifier }] = await openAccounts(site, { email, password })
  const visitor = walk(site)
  await visitor.post('/connexion', { identifiant: identifier, motDePasse: password })
  await visitor.post('/espace/parametres/email', { email: next, confirmationEmail: next, motDePasse: password })
  expect(visitor.cookies.has('__Host-email-change')).toBe(true)
  await learn(next, 'REFUSED', 'FULL')
  expect(plain((await asked(visitor, ofEmailChange)).state.verdict)).toContain(
    'Votre boîte e-mail est pleine. Faites de la place ou choisissez une autre adresse.',
  )
  expect((await listen(visitor, ofEmailChange)).status).toBe(200)
  const stranger = walk(site)
  stranger.cookies.set('__Host-email-change', visitor.cookies.get('__Host-email-change') ?? '')
  expect((await asked(stranger, ofEmailChange)).state).toEqual({ over: true })
  const [other] = await openAccounts(site, { email: 'autre@orange.fr', password })
  await stranger.post('/connexion', { identifiant: other.identifier, motDePasse: password })
  expect((await asked(stranger, ofEmailChange)).state).toEqual({ over: true })
  expect((await listen(stranger, ofEmailChange)).status).toBe(204)
})

async function openFirstOnly(accountId: string, email: string) {
  const { ownerId } = await site.deps.db.account.findUniqueOrThrow({ where: { id: accountId } })
  const at = site.deps.clock.now()
  const { id } = await site.deps.db.credential.create({
    data: { ownerId, email, emailVerifiedAt: at, passwordHash: 'none', passwordChangedAt: at, createdAt: at },
  })
  await site.deps.db.account.update({ where: { id: accountId }, data: { state: 'ACTIVE', credentialId: id } })
}
