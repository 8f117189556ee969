import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { openSite, type Site } from '../support/site.ts'
import { walk } from '../support/walk.ts'

const password = 'Sept pommes vertes 7!'
let site: Site
beforeAll(async () => {
  site = await openSite()
  await site.people.owner()
}, 300_000)
afterAll(() => site.close())

interface Told {
  status: number
  location: string | null
  text: string
}

/** As an attacker writes it: any Host, any header, any path; `fetch` would correct them. */
function send(path: string, headers: Record<string, string>, body?: string): Promise<Told> {
  const { port } = new URL(site.origin)
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', headers })
    asked.on('error', reject)
    asked.on('response', (response) => {
      let text = ''
      response.on('data', (bytes) => {
        text += bytes
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? null, text }),
      )
    })
    asked.end(body)
  })
}

const forged = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-forwarded-for': '127.0.0.1',
  'x-original-url': 'https://evil.example/',
  forwarded: 'host=evil.example;proto=https',
  referer: 'https://evil.example/',
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('no redirect leads away, whatever host, path or parameter is asked for', async () => {
  const away = 'https://evil.example/'
  const paths = [
    '/',
    '/espace',
    '/deconnexion',
    '/reponse',
    '/premiere-connexion/termine',
    '/.well-known/change-password',
  ]
  const names = ['suite', 'next', 'retour', 'redirect', 'url', 'returnTo', 'to']
  const asked = [
    ...paths.flatMap((path) => names.map((name) => `${path}?${name}=${encodeURIComponent(away)}`)),
    ...['//evil.example', '//evil.example/espace', '/\\evil.example', '/%2F%2Fevil.example', '/espace//evil.example'],
    'https://evil.example/espace',
  ]
  let redirects = 0
  for (const path of asked) {
    for (const host of [new URL(site.origin).host, 'evil.example']) {
      const { status, location, text } = await send(path, { host, ...forged })
      expect(status, path).toBeLessThan(500)
      expect(text, path).not.toContain('evil.example')
      if (location === null) continue
      redirects++
      expect(location, path).toMatch(/^\/(?![/\\])/)
    }
  }
  expect(redirects).toBeGreaterThan(40)
})

test('a form sent under another host changes no mail: its links and its sender are ours', async () => {
  const email = 'marie.hote@orange.fr'
  const [letter] = await openAccounts(site, { email, password })
  const fields = new URLSearchParams({ identifiant: letter.identifier, email })
  const before = (await site.mailsTo(email)).length
  const asked = await send(
    '/mot-de-passe-oublie',
    { ...form, ...forged, host: 'evil.example', origin: site.origin },
    `${fields}`,
  )
  expect(asked).toMatchObject({ status: 303, location: '/mot-de-passe-oublie/code' })
  const mail = await site.mailTo(email, before)
  expect(JSON.stringify(mail)).not.toContain('evil')
  // Its own notice, with its link, after a change from a browser that lies about the host.
  const browser = walk(site)
  await browser.post('/connexion', { identifiant: letter.identifier, motDePasse: password })
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const change = new URLSearchParams({
    actuel: password,
    nouveau: 'Huit poires jaunes 8!',
    confirmation: 'Huit poires jaunes 8!',
    note: 'on',
  })
  const changed = await send(
    '/espace/parametres/mot-de-passe',
    { ...form, ...forged, host: 'evil.example', origin: site.origin, cookie },
    `${change}`,
  )
  expect(changed.status).toBe(303)
  const notice = await site.mailTo(email, before + 1)
  expect(JSON.stringify(notice)).not.toContain('evil')
  expect(notice.text).toContain(`${site.origin}/ce-n-est-pas-moi/`)
})

test('a session planted in a browser is not what its owner’s sign-in opens, nor does it become theirs', async () => {
  const [victim] = await openAccounts(site, { identifiers: ['V100'], email: 'victime@orange.fr', password })
  const [thief] = await openAccounts(site, { identifiers: ['V200'], email: 'voleur@orange.fr', password })
  const thiefs = walk(site)
  await thiefs.post('/connexion', { identifiant: thief.identifier, motDePasse: password })
  const planted = thiefs.cookies.get('__Host-session') ?? ''
  const browser = walk(site)
  for (const cookie of [`cs_${'A'.repeat(43)}`, planted]) {
    browser.cookies.set('__Host-session', cookie)
    const signed = await browser.post('/connexion', { identifiant: victim.identifier, motDePasse: password })
    expect(signed.to).toBe('/espace')
    expect(browser.cookies.get('__Host-session')).not.toBe(cookie)
    const page = await browser.get('/espace/comptes')
    expect(page.html).toContain(victim.identifier)
    // Whoever planted it sees nothing of the victim's by it.
    const seen = await thiefs.get('/espace/comptes')
    expect(seen.html).not.toContain(victim.identifier)
  }
})

test('a handle planted in a browser carries its owner’s letter into nobody else’s journey', async () => {
  const [victim] = await site.people.owner({ identifiers: ['V300'] })
  const [thief] = await site.people.owner({ identifiers: ['V400'] })
  const thiefs = walk(site)
  await thiefs.post('/connexion', { identifiant: thief.identifier, motDePasse: thief.issuedPassword })
  await thiefs.post('/premiere-connexion/email', { email: 'piege@orange.fr' })
  const planted = thiefs.cookies.get('__Host-migration') ?? ''
  const browser = walk(site)
  browser.cookies.set('__Host-migration', planted)
  await browser.post('/connexion', { identifiant: victim.identifier, motDePasse: victim.issuedPassword })
  expect(browser.cookies.get('__Host-migration')).not.toBe(planted)
  const page = await browser.get('/premiere-connexion/email')
  expect(page.status).toBe(200)
  expect(page.html).not.toContain('piege@')
  const flows = await site.deps.db.flow.findMany({
    where: { accountId: { in: [victim.accountId, thief.accountId] }, endedAt: null },
  })
  expect(flows.map(({ accountId }) => accountId).toSorted()).toEqual([victim.accountId, thief.accountId].toSorted())
})
