import { isIntrospectionType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createApi } from '../../server/graphql/api.ts'
import { schema } from '../../server/graphql/schema.ts'
import { fullDocument } from '../mocks/conformance/full-documents.ts'
import { argumentsFor } from './inputs.ts'
import { type CallerName, callers, rootFields, typeFields } from './rows.ts'
import { openStage, type Reach } from './stage.ts'

const roots = ['Query', 'Mutation', 'Subscription']

test('every field of the contract has its row, and no row is of a field that is gone', () => {
  const fieldsOf = (name: string) => {
    const type = schema.getType(name)
    return isObjectType(type) ? Object.keys(type.getFields()).toSorted() : []
  }
  const known = roots.flatMap((root) => fieldsOf(root).map((field) => `${root}.${field}`))
  expect(Object.keys(rootFields).toSorted()).toEqual(known.toSorted())
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !isIntrospectionType(type))
  const others = types.map(({ name }) => name).filter((name) => !roots.includes(name))
  expect(Object.keys(typeFields).toSorted()).toEqual(others.toSorted())
  for (const name of others) expect(typeFields[name]?.fields.split(' '), name).toEqual(fieldsOf(name))
})

test('who gets what: the whole table, every field asked for', { timeout: 60_000 }, async () => {
  const { w, keys, site, portal, otherToken } = await openStage()
  const api = createApi(w.deps)
  const nobody: Reach = {
    ...site,
    chooses: 'cf_nobody',
    enters: 'cf_nobody',
    proved: 'cf_nobody',
    freezeLink: 'x',
    cancelLink: 'x',
  }
  const means: Record<CallerName, { reach: Reach; key?: string; token?: string }> = {
    anonymous: { reach: nobody },
    owner: { reach: site, token: site.token },
    otherOwner: { reach: nobody, token: otherToken },
    partner: { reach: portal, token: portal.token, key: keys.partner },
    foreignPartner: { reach: portal, token: portal.token, key: keys.foreignPartner },
    testKey: { reach: portal, token: portal.token, key: keys.testKey },
    expiredKey: { reach: portal, token: portal.token, key: keys.expiredKey },
    noScope: { reach: portal, token: portal.token, key: keys.noScope },
  }
  // Those who may come last: what they do is done once.
  const inTurn = callers.toSorted((a, b) => Number(mayAct(a)) - Number(mayAct(b)))

  async function ask(field: string, caller: CallerName): Promise<{ outcome: string; text: string }> {
    const { reach, key, token } = means[caller]
    const [root = '', name = ''] = field.split('.')
    const kind = root.toLowerCase() as 'query' | 'mutation' | 'subscription'
    const listening = new AbortController()
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      signal: listening.signal,
      headers: {
        'content-type': 'application/json',
        ...(kind === 'subscription' ? { accept: 'text/event-stream' } : {}),
        ...(key ? { 'connexion-key': key } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query: fullDocument(kind, name), variables: argumentsFor(field, reach) }),
    })
    const response = await api.fetch(request, { clientAddress: '203.0.113.7', host: 'localhost', site: false })
    const text = kind === 'subscription' ? await firstEvent(response) : await response.text()
    listening.abort()
    return { outcome: response.ok ? outcomeOf(JSON.parse(text).data?.[name], text) : String(response.status), text }
  }

  const table: Record<string, string[]> = {}
  for (const field of Object.keys(rootFields)) {
    const outcomes = new Map<string, string>()
    for (const caller of inTurn) {
      const { outcome, text } = await ask(field, caller)
      outcomes.set(caller, outcome)
      if (!mayAct(caller)) expect(leaks(text, field), `${field} told ${caller}`).toEqual([])
      // A reset of the same pair is sent once a minute.
      if (field === 'Mutation.requestReset') w.clock.forward({ seconds: 61 })
    }
    table[field] = callers.map((caller) => outcomes.get(caller) ?? '')
  }
  expect(table).toEqual(rootFields)
})

const mayAct = (caller: CallerName) => caller === 'owner' || caller === 'partner'

/** What is told of the owner's person. Who types the right secret of an account is its owner, whatever program asks. */
function leaks(text: string, field: string): string[] {
  if (['Mutation.signIn', 'Mutation.startMigration'].includes(field)) return []
  const typed = field === 'Mutation.requestReset' ? [/Canari/] : [/canari\.[sp]@/, /Canari/, /[SP][1-6]00/]
  return typed.flatMap((told) => told.exec(text)?.[0] ?? [])
}

function outcomeOf(data: unknown, text: string): string {
  if (data === null) return 'null'
  if (Array.isArray(data)) return data.length === 0 ? '[]' : `[${data[0].__typename}]`
  if (typeof data !== 'object' || !data || !('__typename' in data)) throw new Error(`no answer: ${text}`)
  const { __typename: type } = data
  const [, reason] = Object.entries(data).find(([name]) => name.endsWith('reason')) ?? []
  const tells = ['FlowClosed', 'SignInRefused', 'CodeRefused'].includes(String(type))
  return tells ? `${type} ${reason}` : String(type)
}

async function firstEvent(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  let text = ''
  while (reader && !/data: .*\n/.test(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += Buffer.from(value).toString()
  }
  await reader?.cancel()
  return /data: (.*)/.exec(text)?.[1] ?? text
}
