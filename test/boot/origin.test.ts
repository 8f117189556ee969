import { expect, test } from 'vitest'
import { agencyOrigins } from '../../server/http/agency-origins.ts'
import { mayChangeState } from '../../server/http/origin.ts'
import { openFace } from '../support/http.ts'
import { world } from '../support/world.ts'

const ours = 'http://localhost:3000'
const isOurs = (origin: string) => origin === ours
const may = (origin: string | null, api: boolean, fetchSite: string | null = null, method = 'POST') =>
  mayChangeState({ method, origin, fetchSite, api, keyed: false }, isOurs)

test('a null or foreign origin is refused everywhere, an absent one only on the site', () => {
  for (const api of [false, true]) {
    expect(may('null', api)).toBe(false)
    expect(may('https://evil.example', api)).toBe(false)
    expect(may('http://localhost:3000.evil.example', api)).toBe(false)
    expect(may('https://localhost:3000', api)).toBe(false)
    expect(may('http://localhost:3001', api)).toBe(false)
    expect(may('', api)).toBe(false)
    expect(may(ours, api)).toBe(true)
  }
  expect(may(null, false)).toBe(false)
  expect(may(null, true)).toBe(true)
})

test('what the browser itself calls cross-site is refused, whatever origin it bears', () => {
  for (const api of [false, true])
    for (const site of ['cross-site', 'same-site', 'nonsense']) expect(may(ours, api, site)).toBe(false)
  expect(may(ours, false, 'same-origin')).toBe(true)
  expect(may(ours, true, 'none')).toBe(true)
})

test('reading needs no origin; every method that is not reading does', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(may('https://evil.example', false, 'cross-site', method)).toBe(true)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'get', 'MADE-UP'])
    expect(may(null, false, null, method)).toBe(false)
})

test('in demonstration both names of this machine are ours, on our port only', async () => {
  const { deps } = await world()
  const judge = agencyOrigins(deps)
  for (const origin of [ours, 'http://127.0.0.1:3000', 'http://[::1]:3000']) expect(await judge(origin)).toBe(true)
  for (const origin of ['http://localhost', 'http://127.0.0.1:3001', 'https://localhost:3000', 'null'])
    expect(await judge(origin)).toBe(false)
})

test('in production the public origin and the host names of the agencies are ours, and no other', async () => {
  const { deps, people, clock } = await world()
  await people.owner()
  await deps.db.agency.updateMany({ data: { hostNames: ['Espace.Tilleuls.example'] } })
  const publicUrl = new URL('https://www.coprodirecte.fr')
  const judge = agencyOrigins({ ...deps, settings: { ...deps.settings, mode: 'production', publicUrl } })
  expect(await judge('https://www.coprodirecte.fr')).toBe(true)
  expect(await judge('https://espace.tilleuls.example')).toBe(true)
  expect(await judge('http://espace.tilleuls.example')).toBe(false)
  expect(await judge('http://localhost:3000')).toBe(false)
  await deps.db.agency.updateMany({ data: { hostNames: ['nouveau.example'] } })
  clock.forward({ seconds: 11 })
  expect(await judge('https://nouveau.example')).toBe(true)
  expect(await judge('https://espace.tilleuls.example')).toBe(false)
})

async function judgeOfAgency() {
  const { deps, people, clock } = await world()
  await people.owner()
  await deps.db.agency.updateMany({ data: { hostNames: ['espace.tilleuls.example'] } })
  const publicUrl = new URL('https://www.coprodirecte.fr')
  const rename = (table: string, as: string) => deps.db.$executeRawUnsafe(`ALTER TABLE "${table}" RENAME TO "${as}"`)
  return {
    judge: agencyOrigins({ ...deps, settings: { ...deps.settings, mode: 'production', publicUrl } }),
    clock,
    lose: () => rename('Agency', 'Lost'),
    find: () => rename('Lost', 'Agency'),
  }
}
const agency = 'https://espace.tilleuls.example'

test('the first requests of an agency, all at once, are all ours', async () => {
  const { judge } = await judgeOfAgency()
  expect(await Promise.all([judge(agency), judge(agency), judge(agency)])).toEqual([true, true, true])
})

test('a database that fails makes no agency foreign, and is asked again at the next request', async () => {
  const { judge, clock, lose, find } = await judgeOfAgency()
  await lose()
  await expect(judge(agency)).rejects.toThrow()
  await find()
  expect(await judge(agency)).toBe(true)
  await lose()
  clock.forward({ seconds: 11 })
  expect(await judge(agency)).toBe(true)
  expect(await judge('https://evil.example')).toBe(false)
})

test('over HTTP: forms of other sites, sandboxed pages and forged types change nothing', async () => {
  const { deps } = await world()
  const { origin, port } = await openFace(deps)
  const query = JSON.stringify({ query: '{ __typename }' })
  const status = async (path: string, headers: Record<string, string>, body = query) =>
    (await fetch(origin + path, { method: 'POST', headers, body })).status
  const json = 'application/json'
  expect(await status('/graphql', { 'content-type': json })).toBe(200)
  expect(await status('/graphql', { 'content-type': json, origin })).toBe(200)
  expect(await status('/graphql', { 'content-type': json, origin: 'null' })).toBe(403)
  expect(await status('/graphql', { 'content-type': json, origin: 'https://evil.example' })).toBe(403)
  expect(await status('/graphql', { 'content-type': json, origin, 'sec-fetch-site': 'cross-site' })).toBe(403)
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
    expect(await status('/graphql', { 'content-type': type })).toBe(415)
  }
  expect(await status('/connexion', {})).toBe(403)
  expect(await status('/connexion', { origin: 'null' })).toBe(403)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await status('/connexion', { ...form, origin: `http://127.0.0.1:${port}` })).toBe(200)
  expect(await status('/connexion', { ...form, origin })).toBe(200)
})
