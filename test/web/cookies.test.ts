import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import type { Letter } from '../support/people.ts'
import { openSite, type Site } from '../support/site.ts'
import { type Step, type Walk, walk } from '../support/walk.ts'

const password = 'Sept pommes vertes 7!'
const codePages = {
  MIGRATION: '/premiere-connexion/code',
  RESET: '/mot-de-passe-oublie/code',
  EMAIL_CHANGE: '/espace/parametres/email/code',
}
const names = { MIGRATION: '__Host-migration', RESET: '__Host-reset', EMAIL_CHANGE: '__Host-email-change' }

let site: Site
beforeAll(async () => {
  site = await openSite()
  // The agency of every page is made with the first person.
  await site.people.owner()
}, 300_000)
afterAll(() => site.close())

const signIn = (browser: Walk, identifiant: string, motDePasse = password) =>
  browser.post('/connexion', { identifiant, motDePasse })

async function begin(browser: Walk, letter: Letter, email: string): Promise<void> {
  await signIn(browser, letter.identifier, letter.issuedPassword)
  expect((await browser.post('/premiere-connexion/email', { email })).to).toBe(codePages.MIGRATION)
}

const forget = (browser: Walk, identifiant: string, email: string) =>
  browser.post('/mot-de-passe-oublie', { identifiant, email })

/** The only live flow of a kind is the newest one: each test begins its own. */
async function newestExpiry(kind: keyof typeof names): Promise<string> {
  const { expiresAt } = await site.deps.db.flow.findFirstOrThrow({ where: { kind }, orderBy: { createdAt: 'desc' } })
  return `Expires=${expiresAt.toUTCString()}`
}

async function expectKept(step: Step, browser: Walk, kind: keyof typeof names): Promise<void> {
  expect(step.set.get(names[kind])).toContain(`${names[kind]}=${browser.cookies.get(names[kind])};`)
  expect(step.set.get(names[kind])).toContain(await newestExpiry(kind))
}

async function liveSessions({ accountId }: Letter): Promise<number> {
  return site.deps.db.session.count({ where: { accountId, endedAt: null } })
}

test('an identifier cut in the middle of a character still leads to the forgotten password', async () => {
  const browser = walk(site)
  const identifiant = `${'a'.repeat(63)}😀`
  const step = await browser.post('/connexion', { action: 'oubli', identifiant })
  expect([step.status, step.to]).toEqual([303, '/mot-de-passe-oublie'])
  expect((await browser.get('/mot-de-passe-oublie')).html).toContain(`value="${identifiant}"`)
})

test('a code sent again in a first connection keeps the handle as long as its flow', async () => {
  const [letter] = await site.people.owner()
  const browser = walk(site)
  await begin(browser, letter, 'encore@exemple.fr')
  site.forward({ minutes: 20 })
  const step = await browser.post(codePages.MIGRATION, { action: 'renvoyer' })
  expect(step.to).toBe(`${codePages.MIGRATION}?renvoye`)
  await expectKept(step, browser, 'MIGRATION')
})

test('a code sent again by itself in a first connection keeps the handle as long as its flow', async () => {
  const [letter] = await site.people.owner()
  const browser = walk(site)
  await begin(browser, letter, 'tard@exemple.fr')
  const code = await site.codeTo('tard@exemple.fr')
  site.forward({ minutes: 50 })
  const step = await browser.post(codePages.MIGRATION, { code })
  expect(step.status).toBe(422)
  await expectKept(step, browser, 'MIGRATION')
})

test('a code sent again for a forgotten password keeps the handle as long as its flow', async () => {
  const [letter] = await openAccounts(site, { email: 'oubli@exemple.fr', password })
  const browser = walk(site)
  await forget(browser, letter.identifier, 'oubli@exemple.fr')
  site.forward({ minutes: 20 })
  const step = await browser.post(codePages.RESET, { action: 'renvoyer' })
  expect(step.to).toBe(`${codePages.RESET}?renvoye`)
  await expectKept(step, browser, 'RESET')
})

test('a code sent again for a change of e-mail, asked for or not, keeps the handle as long as its flow', async () => {
  const [letter] = await openAccounts(site, { email: 'avant@exemple.fr', password })
  const browser = walk(site)
  await signIn(browser, letter.identifier)
  const email = 'apres@exemple.fr'
  await browser.post('/espace/parametres/email', { email, confirmationEmail: email, motDePasse: password })
  site.forward({ minutes: 20 })
  const asked = await browser.post(codePages.EMAIL_CHANGE, { action: 'renvoyer' })
  expect(asked.to).toBe(`${codePages.EMAIL_CHANGE}?renvoye`)
  await expectKept(asked, browser, 'EMAIL_CHANGE')
  const code = await site.codeTo(email, 1)
  // In two halves: thirty idle minutes would end the session itself.
  site.forward({ minutes: 25 })
  await browser.get('/espace')
  site.forward({ minutes: 25 })
  const late = await browser.post(codePages.EMAIL_CHANGE, { code })
  expect(late.status).toBe(422)
  await expectKept(late, browser, 'EMAIL_CHANGE')
})

test('signing in again ends the session that the browser came with', async () => {
  const [letter] = await openAccounts(site, { email: 'deux@exemple.fr', password })
  const browser = walk(site)
  await signIn(browser, letter.identifier)
  const first = browser.cookies.get('__Host-session') ?? ''
  expect((await signIn(browser, letter.identifier, 'un autre')).status).toBe(422)
  expect((await browser.get('/espace')).status).toBe(200)
  expect((await signIn(browser, letter.identifier)).to).toBe('/espace')
  expect(await liveSessions(letter)).toBe(1)
  expect((await browser.get('/espace')).status).toBe(200)
  browser.cookies.set('__Host-session', first)
  expect((await browser.get('/espace')).status).toBe(410)
})

test('the end of a first connection ends the session that the browser came with', async () => {
  const [neighbour] = await openAccounts(site, { email: 'voisine@exemple.fr', password })
  const [letter] = await site.people.owner()
  const browser = walk(site)
  await signIn(browser, neighbour.identifier)
  await begin(browser, letter, 'nouvelle@exemple.fr')
  await browser.post(codePages.MIGRATION, { code: await site.codeTo('nouvelle@exemple.fr') })
  expect(await liveSessions(neighbour)).toBe(1)
  const chosen = { nouveau: password, confirmation: password, note: 'oui' }
  const step = await browser.post('/premiere-connexion/mot-de-passe', chosen)
  expect(step.to).toBe('/premiere-connexion/termine')
  expect([await liveSessions(neighbour), await liveSessions(letter)]).toEqual([0, 1])
})

test('the same address in other capitals is the same request of a forgotten password', async () => {
  const [letter] = await openAccounts(site, { email: 'odette@exemple.fr', password })
  const browser = walk(site)
  await forget(browser, letter.identifier, 'odette@exemple.fr')
  const handle = browser.cookies.get('__Host-reset')
  expect((await forget(browser, letter.identifier, ' Odette@Exemple.fr ')).to).toBe(codePages.RESET)
  expect(browser.cookies.get('__Host-reset')).toBe(handle)
})

test('the same address in other capitals is the same step of a first connection', async () => {
  const [letter] = await site.people.owner()
  const browser = walk(site)
  await begin(browser, letter, 'odile@exemple.fr')
  // Until no more code is sent to it: the page of the code that is out is then the way on, in whatever capitals.
  for (let times = 0; times < 8; times++) {
    site.forward({ seconds: 61 })
    const again = await browser.post('/premiere-connexion/email', { email: ' ODILE@Exemple.fr ' })
    expect([again.status, again.to]).toEqual([303, codePages.MIGRATION])
  }
  const sent = [...(await site.mailsTo('odile@exemple.fr')), ...(await site.mailsTo('ODILE@exemple.fr'))]
  expect(sent.length).toBeLessThan(9)
})

test('after a new password the identifier is filled in, and stands in no address', async () => {
  const email = 'finie@exemple.fr'
  const [letter] = await openAccounts(site, { email, password })
  const browser = walk(site)
  await forget(browser, letter.identifier, email)
  await browser.post(codePages.RESET, { code: await site.codeTo(email) })
  const chosen = { nouveau: `${password} bis`, confirmation: `${password} bis`, note: 'oui' }
  expect((await browser.post('/mot-de-passe-oublie/nouveau', chosen)).to).toBe('/mot-de-passe-oublie/termine')
  const { html } = await browser.get('/mot-de-passe-oublie/termine')
  expect(html).toContain('href="/connexion"')
  expect(html).not.toContain('/connexion?')
  expect((await browser.get('/connexion')).html).toContain(`value="${letter.identifier}"`)
  expect((await browser.get('/connexion?id=45678')).html).toContain('value="45678"')
})
