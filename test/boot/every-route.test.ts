import { afterAll, beforeAll, expect, test } from 'vitest'
import routes from '../../web/routes.ts'
import { expectGuarded } from '../support/guarded.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { openSite, type Site } from '../support/site.ts'
import { type Walk, walk } from '../support/walk.ts'

const password = 'Sept pommes vertes 7!'
const form = 'application/x-www-form-urlencoded'

let site: Site
let browsers: Record<string, Walk>
beforeAll(async () => {
  site = await openSite()
  browsers = { stranger: walk(site), signedIn: await signedIn(), onTheWay: await onTheWay() }
}, 300_000)
afterAll(() => site.close())

/** With a session, a change of e-mail under way and a forgotten password. */
async function signedIn(): Promise<Walk> {
  const browser = walk(site)
  const [letter] = await openAccounts(site, { email: 'ouverte@exemple.fr', password })
  await browser.post('/connexion', { identifiant: letter.identifier, motDePasse: password })
  const next = 'nouvelle@orange.fr'
  await browser.post('/espace/parametres/email', { email: next, confirmationEmail: next, motDePasse: password })
  await browser.post('/mot-de-passe-oublie', { identifiant: letter.identifier, email: 'ouverte@exemple.fr' })
  return browser
}

/** In a first connection, before its code. */
async function onTheWay(email = 'chemin@orange.fr'): Promise<Walk> {
  const browser = walk(site)
  const [letter] = await site.people.owner()
  await browser.post('/connexion', { identifiant: letter.identifier, motDePasse: letter.issuedPassword })
  await browser.post('/premiere-connexion/email', { email })
  return browser
}
interface Entry {
  path?: string
  children?: readonly Entry[]
}

/** The addresses of the site as its own list of routes has them. */
const pathsOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ path, children }) => (children ? pathsOf(children) : [`/${path ?? ''}`]))
const paths = pathsOf(routes)

/** What reading, then an empty form, is answered with: to a stranger, to who is signed in, to who is on the way. */
const expected: Record<string, string> = {
  '/': '303 303 303 | 405 405 405',
  '/*': '404 404 404 | 404 404 404',
  '/.well-known/change-password': '303 303 303 | 405 405 405',
  '/accessibilite': '200 200 200 | 405 405 405',
  '/aide': '200 200 200 | 405 405 405',
  '/annuler/:link': '200 200 200 | 303 303 303',
  '/ce-n-est-pas-moi/:link': '200 200 200 | 303 303 303',
  '/connexion': '200 200 200 | 422 422 422',
  '/deconnexion': '303 303 303 | 303 303 303',
  '/donnees-personnelles': '200 200 200 | 405 405 405',
  '/espace': '303 200 303 | 405 405 405',
  '/espace/comptes': '303 200 303 | 405 405 405',
  '/espace/comptes/:compte/mot-de-passe': '303 303 303 | 303 303 303',
  '/espace/parametres': '303 200 303 | 303 303 303',
  '/espace/parametres/email': '303 200 303 | 303 422 303',
  '/espace/parametres/email/code': '303 200 303 | 303 422 303',
  '/espace/parametres/email/code/etat': '200 200 200 | 405 405 405',
  '/espace/parametres/mot-de-passe': '303 200 303 | 303 422 303',
  '/mentions-legales': '200 200 200 | 405 405 405',
  '/mot-de-passe-oublie': '200 200 200 | 422 422 422',
  '/mot-de-passe-oublie/code': '410 200 410 | 410 422 410',
  '/mot-de-passe-oublie/nouveau': '410 303 410 | 410 303 410',
  '/mot-de-passe-oublie/nouveau/verdict': '303 303 303 | 410 200 410',
  '/mot-de-passe-oublie/termine': '303 303 303 | 405 405 405',
  '/premiere-connexion': '410 410 200 | 405 405 405',
  '/premiere-connexion/code': '410 410 200 | 410 410 422',
  '/premiere-connexion/code/etat': '200 200 200 | 405 405 405',
  '/premiere-connexion/email': '410 410 200 | 410 410 422',
  '/premiere-connexion/mot-de-passe': '410 410 303 | 410 410 303',
  '/premiere-connexion/mot-de-passe/verdict': '303 303 303 | 410 410 200',
  '/premiere-connexion/termine': '303 200 303 | 405 405 405',
  '/reponse': '303 303 303 | 405 405 405',
}

async function ask(browser: Walk | undefined, method: string, path: string) {
  const sample = path
    .replace(':compte', '00000000-0000-4000-8000-000000000000')
    .replace(':link', 'A'.repeat(64))
    .replace('*', 'nulle-part')
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { origin: site.origin, cookie, ...(method === 'POST' ? { 'content-type': form } : {}) }
  const body = method === 'POST' ? { body: '' } : {}
  const response = await fetch(site.origin + sample, { method, redirect: 'manual', headers, ...body })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  const isPage = response.headers.get('content-type')?.startsWith('text/html')
  const text = isStream ? '' : await response.text()
  if (isStream) await response.body?.cancel()
  expectGuarded(response, isPage ? text : '', `${response.status} ${method} ${sample}`)
  return response
}

test('every route answers every method to everybody under every header: a new one needs its row here', async () => {
  const told: Record<string, string[]> = Object.fromEntries(paths.map((path) => [path, []]))
  for (const method of ['GET', 'POST']) {
    // Signing out ends what the other rows stand on.
    const last = '/deconnexion'
    for (const path of [...paths.filter((one) => one !== last), last]) {
      for (const browser of Object.values(browsers)) {
        const { status } = await ask(browser, method, path)
        told[path]?.push(String(status))
        if (method === 'GET') expect((await ask(browser, 'HEAD', path)).status, `HEAD ${path}`).toBe(status)
      }
    }
  }
  const rows = Object.entries(told).map(([path, statuses]) => [
    path,
    `${statuses.slice(0, 3).join(' ')} | ${statuses.slice(3).join(' ')}`,
  ])
  expect(Object.fromEntries(rows)).toEqual(expected)
})

test('no route knows another method, and says which it knows', async () => {
  for (const path of paths) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const response = await ask(browsers.signedIn, method, path)
      expect([response.status, response.headers.get('allow')], `${method} ${path}`).toEqual([405, 'GET, HEAD, POST'])
    }
  }
})

test('what is asked for on a condition is answered whole or not at all, under the same headers', async () => {
  const page = await (await fetch(`${site.origin}/connexion`)).text()
  const [asset = '/'] = /\/assets\/[\w.-]+/.exec(page) ?? []
  for (const path of ['/connexion', asset, '/healthz', '/favicon.ico', '/nulle-part']) {
    for (const headers of [
      { 'if-none-match': '*' },
      { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
      { range: 'bytes=0-3' },
      { accept: 'application/x-nonsense', 'accept-encoding': 'identity;q=0, *;q=0' },
    ]) {
      const response = await fetch(site.origin + path, { headers })
      const asked = `${response.status} ${path} ${JSON.stringify(headers)}`
      expect([200, 206, 304, 404], asked).toContain(response.status)
      const isPage = response.headers.get('content-type')?.startsWith('text/html')
      expectGuarded(response, isPage ? await response.text() : '', `${response.status} ${path}`)
    }
  }
})

test('an event stream begins under them too, and one that is refused', async () => {
  const heard = await onTheWay('flux@orange.fr')
  for (const [browser, path, type] of [
    [heard, '/premiere-connexion/code/etat', 'text/event-stream'],
    [walk(site), '/premiere-connexion/code/etat', null],
    [walk(site), '/espace/parametres/email/code/etat', null],
  ] as const) {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ending = new AbortController()
    const headers = { accept: 'text/event-stream', cookie }
    const response = await fetch(site.origin + path, { headers, signal: ending.signal })
    expectGuarded(response, '', `${response.status} ${path}`)
    expect(response.headers.get('content-type')).toBe(type)
    ending.abort()
  }
})
