import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectGuarded } from '../support/guarded.ts'
import { openSite, type Site } from '../support/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
  await site.people.owner()
}, 300_000)
afterAll(() => site.close())

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

interface Asked {
  status: number
  path: string
  init?: RequestInit & { headers?: Record<string, string> }
}

const post = (status: number, path: string, body: string, headers: Record<string, string> = {}): Asked => ({
  status,
  path,
  init: { method: 'POST', body, headers: { origin: site.origin, 'content-type': form, ...headers } },
})

/** Every room of the program and every status that it answers with, as a stranger can bring it about. */
async function everyAnswer(): Promise<Asked[]> {
  const page = await (await fetch(`${site.origin}/connexion`)).text()
  const [asset = '/'] = /\/assets\/[\w.-]+/.exec(page) ?? []
  const cookie = (text: string) => ({ headers: { cookie: text } })
  return [
    ...[
      '/connexion',
      '/mot-de-passe-oublie',
      '/aide',
      '/donnees-personnelles',
      '/mentions-legales',
      '/accessibilite',
    ].map((path) => ({ status: 200, path })),
    { status: 200, path: asset },
    { status: 200, path: '/healthz' },
    { status: 200, path: '/readyz' },
    { status: 200, path: '/mailbox' },
    { status: 200, path: '/connexion', init: { method: 'HEAD' } },
    { status: 303, path: '/espace' },
    { status: 410, path: '/premiere-connexion' },
    { status: 303, path: '/' },
    { status: 400, path: '/%00' },
    { status: 400, path: '/connexion?_data=root' },
    { status: 404, path: '/nulle-part' },
    { status: 404, path: '/assets/nulle-part.js' },
    { status: 410, path: '/espace', init: cookie(`__Host-session=cs_${'A'.repeat(43)}`) },
    { status: 410, path: '/premiere-connexion/code', init: cookie(`__Host-migration=cf_${'A'.repeat(43)}`) },
    { status: 405, path: '/connexion', init: { method: 'PUT', headers: { origin: site.origin } } },
    {
      status: 403,
      path: '/connexion',
      init: { method: 'POST', body: 'a=b', headers: { origin: 'https://evil.example' } },
    },
    post(403, '/connexion', 'a=b', { 'sec-fetch-site': 'cross-site' }),
    post(415, '/connexion', '{}', { 'content-type': json }),
    post(413, '/connexion', 'x'.repeat(70_000)),
    post(422, '/connexion', 'identifiant=&motDePasse='),
    post(422, '/mot-de-passe-oublie', 'identifiant=&email='),
    post(303, '/deconnexion', ''),
    post(200, '/graphql', '{"query":"{ __typename }"}', { 'content-type': json }),
    post(400, '/graphql', '{', { 'content-type': json }),
    post(415, '/graphql', 'a=b'),
    post(403, '/graphql', '{}', { 'content-type': json, origin: 'null' }),
    post(413, '/graphql', ' '.repeat(70_000), { 'content-type': json }),
    { status: 405, path: '/graphql', init: { method: 'HEAD' } },
  ]
}

test('every room and status answers under every header, pages, files, redirects, refusals and health alike', async () => {
  const told: string[] = []
  for (const { status, path, init } of await everyAnswer()) {
    const response = await fetch(site.origin + path, { redirect: 'manual', ...init })
    const text = await response.text()
    const asked = `${status} ${path}`
    told.push(`${response.status} ${path}`)
    const isPage = response.headers.get('content-type')?.startsWith('text/html') && path !== '/mailbox'
    if (path !== '/mailbox') expectGuarded(response, isPage ? text : '', asked)
    expect(response.headers.get('content-security-policy'), asked).not.toBeNull()
  }
  expect(told).toEqual((await everyAnswer()).map(({ status, path }) => `${status} ${path}`))
})

test('a page that fails, and one that meets no database, answer under them too', async () => {
  const { db } = site.deps
  await db.$executeRawUnsafe('ALTER TABLE "Agency" RENAME TO "Gone"')
  try {
    const response = await fetch(`${site.origin}/connexion`)
    expect(response.status).toBe(500)
    expectGuarded(response, await response.text(), '500 /connexion')
  } finally {
    await db.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Agency"')
  }
})

test('no nonce serves twice', async () => {
  const policies = await Promise.all(
    Array.from({ length: 20 }, async () => (await fetch(`${site.origin}/aide`)).headers.get('content-security-policy')),
  )
  expect(new Set(policies).size).toBe(20)
})

test('over HTTP a browser becomes a known device at a sign-in: its cookie is out of every script’s and host’s reach', async () => {
  const [letter] = await site.people.owner()
  await site.deps.db.account.update({ where: { id: letter.accountId }, data: { state: 'ISSUED' } })
  const began = await fetch(`${site.origin}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: site.origin, 'content-type': form },
    body: `identifiant=${letter.identifier}&motDePasse=${letter.issuedPassword}`,
  })
  expect(began.status).toBe(303)
  // The letter alone makes nothing known.
  expect(began.headers.getSetCookie().join()).not.toContain('__Host-device')

  const place = site.deps.hasher.admit()
  if (!place) throw new Error('the gate is full')
  const passwordHash = await place.hash('Tilleul-42-lampe')
  place.release()
  const at = site.deps.clock.now()
  const credential = { ownerId: letter.ownerId, passwordHash, email: 'odette@orange.example' }
  const { id: credentialId } = await site.deps.db.credential.create({
    data: { ...credential, passwordChangedAt: at, emailVerifiedAt: at, createdAt: at },
  })
  await site.deps.db.account.update({ where: { id: letter.accountId }, data: { state: 'ACTIVE', credentialId } })
  const signIn = async (cookie: string) => {
    const response = await fetch(`${site.origin}/connexion`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: site.origin, 'content-type': form, cookie },
      body: `identifiant=${letter.identifier}&motDePasse=Tilleul-42-lampe`,
    })
    expect(response.headers.get('location')).toBe('/espace')
    return response.headers.getSetCookie().filter((line) => line.startsWith('__Host-device='))
  }
  const [first = '', ...more] = await signIn('')
  expect(more).toEqual([])
  expect(first).toMatch(/^__Host-device=cd_[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=15552000$/)
  const held = first.split(';')[0] ?? ''
  const [second = ''] = await signIn(held)
  expect(second.split(';')[0]).not.toBe(held)
  expect(await site.deps.db.device.count({ where: { accountId: letter.accountId } })).toBe(1)
})
