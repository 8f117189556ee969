import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { SignIn } from '../../client/sign-in.ts'
import { siteDocuments } from '../../server/generated/site-documents.ts'
import { createApi } from '../../server/graphql/api.ts'
import { documentId } from '../../web/document-id.server.ts'
import { newPartner } from '../support/partners.ts'
import { type World, world } from '../support/world.ts'

const read = vi.hoisted(() => ({ parsed: [] as string[], validated: 0 }))

vi.mock('graphql/index.js', async (importOriginal) => {
  const graphql = await importOriginal<typeof import('graphql')>()
  return {
    ...graphql,
    parse(source: string | { body: string }, options: object) {
      read.parsed.push(typeof source === 'string' ? source : source.body)
      return graphql.parse(source as string, options)
    },
    validate(...args: Parameters<typeof graphql.validate>) {
      read.validated++
      return graphql.validate(...args)
    },
  }
})

const id = documentId(SignIn)
const nobody = { identifier: 'AB-1234', password: 'inconnu-42' }

/** The API's doors: the site's own, in process, and everybody's. */
function doors(w: World) {
  const api = createApi(w.deps)
  const send = async (body: object, caller: object, headers: Record<string, string> = {}) => {
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body: JSON.stringify(body),
    })
    const response = await api.fetch(request, {
      ...{ clientAddress: '203.0.113.7', host: 'localhost', site: false },
      ...caller,
    })
    return { status: response.status, ...(await response.json()) }
  }
  return {
    site: (body: object) => send(body, { site: true, persisted: true }),
    anybody: (body: object, headers: Record<string, string> = {}) => send(body, {}, headers),
  }
}

test('a document is known by the SHA-256 of its text', () => {
  for (const [known, text] of Object.entries(siteDocuments)) {
    expect(known).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`)
  }
})

test('the site is answered by the id of one of its documents', async () => {
  const { site } = doors(await world())
  const { status, data } = await site({ documentId: id, variables: { input: nobody } })
  expect([status, data.signIn.__typename]).toEqual([200, 'SignInRefused'])
})

test('through the site’s door nothing runs but its own documents: no text, not even theirs, and no other id', async () => {
  const { site } = doors(await world())
  const code = async (body: object) => {
    const { status, data, errors } = await site(body)
    return [status, data, errors.map(({ extensions }: { extensions: object }) => extensions)]
  }
  const needed = [400, undefined, [{ code: 'DOCUMENT_ID_NEEDED' }]]
  expect(await code({ query: '{ __typename }' })).toEqual(needed)
  expect(await code({ query: siteDocuments[id], variables: { input: nobody } })).toEqual(needed)
  expect(await code({ query: '{ __typename }', documentId: id })).toEqual(needed)
  const unknown = [400, undefined, [{ code: 'DOCUMENT_UNKNOWN' }]]
  for (const documentId of [`sha256:${'0'.repeat(64)}`, '__proto__', 'constructor', '', 7, null, {}, [id]]) {
    expect(await code({ documentId, variables: { input: nobody } }), String(documentId)).toEqual(unknown)
  }
  const hash = { version: 1, sha256Hash: id.replace('sha256:', '') }
  expect(await code({ extensions: { persistedQuery: hash } })).toEqual([400, undefined, [{ code: 'BAD_REQUEST' }]])
})

test('the ids are the site’s alone: whoever else sends one is told to send the document, with a key or without', async () => {
  const w = await world()
  await w.people.owner()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const { anybody } = doors(w)
  const asked = { documentId: id, variables: { input: nobody } }
  for (const headers of [{}, { 'connexion-key': secret }]) {
    const { status, errors } = await anybody(asked, headers)
    expect([status, errors]).toEqual([
      400,
      [{ message: 'Unknown document id: send the document itself.', extensions: { code: 'DOCUMENT_UNKNOWN' } }],
    ])
    const { data } = await anybody({ query: siteDocuments[id], variables: { input: nobody } }, headers)
    expect(data.signIn.__typename).toBe('SignInRefused')
  }
})

test('no text of a stranger spoils a document of the site', async () => {
  const { site, anybody } = doors(await world())
  for (const query of [id, `__PERSISTED_OPERATION_${id}__`, `${siteDocuments[id]} {`]) {
    expect((await anybody({ query })).errors.length).toBeGreaterThan(0)
  }
  expect((await site({ documentId: id, variables: { input: nobody } })).data.signIn.__typename).toBe('SignInRefused')
})

test('each document of the site is read and validated once, when the API is opened, however often it is asked', async () => {
  const w = await world()
  // The first API of this process read them, whichever test opened it.
  const texts = new Set(Object.values(siteDocuments))
  expect(read.parsed.filter((text) => texts.has(text)).toSorted()).toEqual([...texts].toSorted())
  const { site } = doors(w)
  const before = [read.parsed.length, read.validated]
  for (let n = 0; n < 3; n++) await site({ documentId: id, variables: { input: nobody } })
  expect([read.parsed.length, read.validated]).toEqual(before)
})

test('a document that a partner repeats is read and validated once', async () => {
  const { anybody } = doors(await world())
  const query = '{ passwordPolicy { minLength rules: __typename } }'
  const before = read.validated
  for (let n = 0; n < 3; n++) expect((await anybody({ query, variables: {} })).status).toBe(200)
  expect([read.parsed.filter((text) => text === query).length, read.validated - before]).toEqual([1, 1])
})
