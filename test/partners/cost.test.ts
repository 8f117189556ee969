import { auditServer } from 'graphql-http'
import { expect, test } from 'vitest'
import { createApi } from '../../server/graphql/api.ts'
import { newPartner } from '../support/partners.ts'
import { statementsOf } from '../support/statements.ts'
import { world } from '../support/world.ts'

const wrong = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Refusal { message } } }'

test('a key costs one statement, an Idempotency-Key two, and neither costs anybody else one', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', networks: ['203.0.113.0/24'] })
  let asked = 0
  const cost = async (options: object) => {
    const input = { identifier: letter.identifier, password: `faux-${asked++}` }
    const { answer, statements } = await statementsOf(() => w.api(wrong, { input }, options))
    expect(answer.signIn.__typename).toBe('SignInRefused')
    return statements.length
  }
  // Once a minute it is written down when a key was used last.
  await w.api('{ __typename }', {}, { key })
  const keyless = await cost({})
  expect(await cost({ key })).toBe(keyless + 1)
  expect(await cost({ repeat: '8e03978e-40d5-43dd-bc93-6894a57f9324' })).toBe(keyless + 2)
})

test('graphql-http’s audit of GraphQL over HTTP, with a key alone: 61 of 61', async () => {
  const w = await world()
  await w.people.owner()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const api = createApi({ ...w.deps, settings: { ...w.deps.settings, keylessApi: false } })
  const results = await auditServer({
    url: 'http://localhost/graphql',
    fetchFn: (url: string, init: RequestInit) => {
      const request = new Request(url, init)
      request.headers.set('connexion-key', secret)
      return api.fetch(request, { clientAddress: '203.0.113.7', host: 'localhost', site: false })
    },
  })
  expect(results.filter(({ status }) => status !== 'ok').map(({ name }) => name)).toEqual([])
  expect(results).toHaveLength(61)
})
