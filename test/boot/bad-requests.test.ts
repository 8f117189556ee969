import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite, type Site } from '../support/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
  await site.people.owner()
}, 300_000)
afterAll(() => site.close())

const form = 'application/x-www-form-urlencoded'
const pages = [
  '/',
  '/connexion',
  '/connexion.data',
  '/deconnexion',
  '/premiere-connexion',
  '/premiere-connexion/email',
  '/premiere-connexion/code',
  '/premiere-connexion/mot-de-passe',
  '/premiere-connexion/mot-de-passe/verdict',
  '/premiere-connexion/termine',
  '/espace',
  '/espace/comptes',
  '/mot-de-passe-oublie',
  '/aide',
  '/nulle-part',
  '/mailbox',
  '/graphql',
]

async function statusOf(path: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(site.origin + path, { redirect: 'manual', ...init })
  await response.arrayBuffer()
  return response.status
}

const post = (path: string, type: string | null, body: string) =>
  statusOf(path, {
    method: 'POST',
    headers: { origin: site.origin, ...(type === null ? {} : { 'content-type': type }) },
    body: new Blob([body]),
  })

test.each(pages)('%s: no form, whole or broken, of any type, makes it fail', async (path) => {
  const bodies: [string | null, string][] = [
    [null, 'a=b'],
    ['application/json', '{}'],
    ['application/json', '{'],
    ['text/plain', 'a=b'],
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nz'],
    [form, ''],
    [form, 'identifiant=%E0%A4%A&motDePasse=%&email=%&code=%'],
    [form, 'identifiant=%00&motDePasse=%00&email=%00&code=%00&nouveau=%00&confirmation=%00'],
    [form, 'identifiant=%ED%A0%80&motDePasse=%ED%A0%80&email=%ED%A0%80&code=%ED%A0%80'],
    [form, 'identifiant=%E2%80%AE012345&motDePasse=%F0%9F%98%80&email=a%0D%0ABcc%3Ae%40x.fr'],
    [form, 'identifiant=a&identifiant=b&motDePasse=c&motDePasse=d&action=e&action=f'],
    [form, 'identifiant[]=a&motDePasse[x]=1&__proto__=x&constructor=y'],
    [form, `identifiant=${'9'.repeat(30_000)}&motDePasse=${'x'.repeat(30_000)}`],
    [`${form}; charset=utf-7`, 'identifiant=a'],
  ]
  for (const [type, body] of bodies)
    expect(await post(path, type, body), `${type} ${body.slice(0, 60)}`).toBeLessThan(500)
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
    expect(await statusOf(path, { method, headers: { origin: site.origin } }), method).toBeLessThan(500)
  }
})

test('no cookie, however broken, makes a page fail', async () => {
  const cookies = ['x', '%E0', 'é', '"', 'a=b;;;=;', 'x'.repeat(5_000), 'cs_', '\u0000'.replace('\u0000', '%00')]
  for (const name of ['__Host-session', '__Host-migration', '__Host-device'])
    for (const value of cookies)
      for (const path of pages) {
        const status = await statusOf(path, { headers: { cookie: encodeURI(`${name}=${value}`) } })
        expect(status, `${path} ${name}=${value.slice(0, 20)}`).toBeLessThan(500)
      }
})

test('parameters that Remix keeps for itself are refused, and nobody can fill the log with them', async () => {
  const before = site.logged.length
  for (const query of ['_data=root', '_data=', '_data=routes/nulle-part', '_routes=root', 'id=1&_data=root'])
    for (const path of ['/premiere-connexion/code', '/connexion', '/connexion.data', '/nulle-part'])
      expect(await statusOf(`${path}?${query}`), `${path}?${query}`).toBe(400)
  expect(await post('/connexion?_data=root', form, 'identifiant=a')).toBe(400)
  expect(site.logged.slice(before)).toEqual([])
})

test('no address, header or field that chance can write makes the program fail', async () => {
  const path = fc.oneof(
    fc.webPath(),
    fc.string({ unit: 'binary' }).map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
    fc.constantFrom(...pages).chain((page) => fc.webQueryParameters().map((query) => `${page}?${query}`)),
  )
  const field = fc.constantFrom(
    'identifiant',
    'motDePasse',
    'email',
    'code',
    'nouveau',
    'confirmation',
    'action',
    'comptes',
  )
  const fields = fc.array(fc.tuple(field, fc.string({ unit: 'binary', maxLength: 300 })), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(path, fields, fc.constantFrom(...pages), async (address, typed, page) => {
      expect(await statusOf(address.startsWith('/') ? address : `/${address}`)).toBeLessThan(500)
      const body = new URLSearchParams(typed.map(([name, value]) => [name, value.toWellFormed()])).toString()
      expect(await post(page, form, body)).toBeLessThan(500)
    }),
    { numRuns: 150, seed: 20261122 },
  )
})
