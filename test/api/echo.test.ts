import { expect, test } from 'vitest'
import { world } from '../support/world.ts'
import { canary, expectNoEcho, expectRequestError, signInMutation, wire } from './wire.ts'

const bodies: [why: string, body: unknown][] = [
  ['a body that is not JSON', `{"query":"${'{ me { email } }'}","variables":{"password":${canary}}}`],
  ['a body cut short', `{"query":"mutation", "variables": {"password": "${canary}`],
  ['a body with a trailing comma', `{"variables":{"password":"${canary}",}}`],
  ['a body of one string', JSON.stringify(canary)],
  ['a parameter that is none', { query: '{ me { email } }', [canary]: canary }],
  ['variables that are a string', { query: signInMutation, variables: canary }],
  ['variables that are a list', { query: signInMutation, variables: [canary] }],
  ['extensions that are a string', { query: signInMutation, extensions: canary }],
  ['a query that is a list', { query: [canary] }],
  [
    'an operation that is not there',
    { query: 'query A { me { email } } query B { me { email } }', operationName: canary },
  ],
  ['a password in a list', { query: signInMutation, variables: { input: { identifier: '1', password: [canary] } } }],
  [
    'a password in an object',
    { query: signInMutation, variables: { input: { identifier: '1', password: { [canary]: canary } } } },
  ],
  [
    'a password that is a number',
    { query: signInMutation, variables: { input: { identifier: '1', password: 12345678, canary } } },
  ],
  [
    'a password of a null identifier',
    { query: signInMutation, variables: { input: { identifier: null, password: canary } } },
  ],
  ['a password without identifier', { query: signInMutation, variables: { input: { password: canary } } }],
  ['an input that is a string', { query: signInMutation, variables: { input: canary } }],
  [
    'a field that is none',
    { query: signInMutation, variables: { input: { identifier: '1', password: canary, pasword: canary } } },
  ],
  [
    'a field named like the secret',
    { query: signInMutation, variables: { input: { identifier: '1', password: '1', [canary]: 1 } } },
  ],
  [
    'a field that plays the path',
    {
      query: signInMutation,
      variables: { input: { identifier: '1', [`at "${canary}"; `]: 1, ' at "input.hunter2"': 1 } },
    },
  ],
  [
    'a value that plays the end',
    {
      query: signInMutation,
      variables: { input: { identifier: '1', password: [{ '; Expected type "hunter2" to be an object.': 1 }] } },
    },
  ],
  [
    'a literal in a list',
    { query: `mutation { signIn(input: { identifier: "1", password: ["${canary}"] }) { __typename } }` },
  ],
  ['a literal enum', { query: 'mutation { signIn(input: { identifier: "1", password: hunter2 }) { __typename } }' }],
  [
    'a literal object',
    { query: 'mutation { signIn(input: { identifier: "1", password: { hunter2: 1 } }) { __typename } }' },
  ],
  ['a literal number', { query: 'mutation { signIn(input: { identifier: "1", password: 18273645 }) { __typename } }' }],
  ['a literal for the input', { query: `mutation { signIn(input: "${canary}") { __typename } }` }],
  ['a literal in the wrong place', { query: `mutation { signIn(input: {}) "${canary}" { __typename } }` }],
  ['a literal not closed', { query: `mutation { signIn(input: { password: "${canary} }) { __typename } }` }],
  ['a literal badly escaped', { query: `mutation { signIn(input: { password: "\\u${canary}" }) { __typename } }` }],
  ['a name in the wrong place', { query: 'mutation { signIn(input: { password = hunter2 }) { __typename } }' }],
  ['a default value of the wrong kind', { query: `mutation ($p: Int = "${canary}") { signOut { __typename } }` }],
]

test('what was sent wrongly is refused without being repeated', async () => {
  const api = wire(await world())
  for (const [why, body] of bodies) {
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const answer = await api.post(body, { accept })
      expect(answer.status, `${why}: ${answer.text}`).toBeLessThan(500)
      expectRequestError(answer)
      expectNoEcho(answer)
      expect(answer.text, why).not.toContain('18273645')
      expect(answer.text, why).not.toContain('12345678')
    }
  }
})

test('a program under GraphQL over HTTP gets 400 for each of them', async () => {
  const api = wire(await world())
  for (const [why, body] of bodies) {
    const answer = await api.post(body, { accept: 'application/graphql-response+json' })
    expect(answer.status, `${why}: ${answer.text}`).toBe(400)
  }
})

test('a developer is still told which field is missing or null', async () => {
  const api = wire(await world())
  const messageFor = async (input: unknown) =>
    (await api.post({ query: signInMutation, variables: { input } })).json.errors[0].message
  expect(await messageFor({ identifier: '1' })).toBe(
    'Variable "$input" got an invalid value: Field "password" of required type "String!" was not provided.',
  )
  expect(await messageFor({ identifier: null, password: 'x' })).toBe(
    'Variable "$input" got an invalid value at "input.identifier": Expected non-nullable type "String!" not to be null.',
  )
  expect(await messageFor('x')).toBe(
    'Variable "$input" got an invalid value: Expected type "SignInInput" to be an object.',
  )
  expect(await messageFor({ identifier: ['x'], password: 'x' })).toBe('Variable "$input" got an invalid value.')
})
