import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { world } from '../support/world.ts'
import { expectRequestError, production, wire } from './wire.ts'

const out = 'signOut { __typename }'

test('one root field per mutation: aliases, fragments and inline fragments hide no second one', async () => {
  const api = wire(await world())
  for (const query of [
    `mutation { a: ${out} b: ${out} }`,
    `mutation { ${out} ${out} }`,
    `mutation { ${out} __typename }`,
    `mutation { ...F ${out} } fragment F on Mutation { ${out} }`,
    `mutation { ...F ...G } fragment F on Mutation { a: ${out} } fragment G on Mutation { b: ${out} }`,
    `mutation { ...F ...F } fragment F on Mutation { ${out} }`,
    `mutation { ... { a: ${out} } ... on Mutation { b: ${out} } }`,
    `mutation { ... @include(if: true) { ...F } b: ${out} } fragment F on Mutation { ... { ${out} } }`,
    `mutation { a: signOut @skip(if: true) { __typename } b: ${out} }`,
  ]) {
    const answer = await api.post({ query })
    expectRequestError(answer)
    expect(answer.json.errors[0].message, query).toBe('One root field per mutation.')
  }
  for (const query of [`mutation { a: ${out} }`, `mutation { ...F } fragment F on Mutation { ... { ${out} } }`]) {
    expect((await api.post({ query })).json.errors, query).toBeUndefined()
  }
})

test('of several operations only the named one runs, and each is held to the rule', async () => {
  const api = wire(await world())
  const two = `mutation A { ${out} } mutation B { ${out} }`
  expect((await api.post({ query: two, operationName: 'B' })).json.data).toEqual({
    signOut: { __typename: 'NotSignedIn' },
  })
  expectRequestError(await api.post({ query: two }))
  expectRequestError(
    await api.post({ query: `query A { me { email } } mutation B { a: ${out} b: ${out} }`, operationName: 'A' }),
  )
})

test('a document goes ten levels deep, has fifteen aliases and a thousand tokens at most', async () => {
  const api = wire(await world())
  const nested = (depth: number) => `{ ${'me { '.repeat(depth)} email ${'}'.repeat(depth)} }`
  expect((await api.post({ query: nested(9) })).text).not.toContain('levels deep')
  expect((await api.post({ query: nested(10) })).text).toContain('At most 10 levels deep.')
  const hidden = `{ me { ...F } } fragment F on Me { account { ${'... { '.repeat(20)} id ${'} '.repeat(20)} } }`
  expect((await api.post({ query: hidden })).json.data).toEqual({ me: null })
  const aliases = (count: number) => `{ me { ${Array.from({ length: count }, (_, i) => `a${i}: email`).join(' ')} } }`
  expect((await api.post({ query: aliases(15) })).json.data).toEqual({ me: null })
  expect((await api.post({ query: aliases(16) })).text).toContain('At most 15 aliases.')
  const split = `{ me { ...F ...G } } fragment F on Me { ${fields(0, 8)} } fragment G on Me { ${fields(8, 16)} }`
  expect((await api.post({ query: split })).text).toContain('At most 15 aliases.')
  expectRequestError(await api.post({ query: `{ me { ${'email '.repeat(1000)} } }` }))
})

const fields = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `a${from + i}: email`).join(' ')

test('cyclic fragments are refused', async () => {
  const api = wire(await world())
  for (const query of [
    'query { me { ...A } } fragment A on Me { email ...A }',
    'query { me { ...A } } fragment A on Me { ...B } fragment B on Me { ...C } fragment C on Me { ...A email }',
    `mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A ${out} }`,
  ]) {
    const answer = await api.post({ query })
    expectRequestError(answer)
    expect(answer.text).toContain('Cannot spread fragment')
  }
})

test('fragments that double at every step cost no time', async () => {
  const api = wire(await world())
  const doubling = (root: string, type: string, leaf: string) => {
    const steps = Array.from({ length: 80 }, (_, i) => `fragment F${i} on ${type} { ...F${i + 1} ...F${i + 1} }`)
    return `${root} ${steps.join(' ')} fragment F80 on ${type} { ${leaf} }`
  }
  const started = performance.now()
  for (const query of [
    doubling('mutation { ...F0 }', 'Mutation', out),
    doubling('query { ...F0 }', 'Query', 'me { email }'),
    doubling('query { me { ...F0 } }', 'Me', 'email'),
  ]) {
    expect((await api.post({ query })).status).toBeLessThan(500)
  }
  expect(performance.now() - started).toBeLessThan(2000)
})

test('the schema can be read in demonstration, and not in production', async () => {
  const w = await world()
  const query = getIntrospectionQuery()
  expect((await wire(w).post({ query })).json.data.__schema.types.length).toBeGreaterThan(20)
  const closed = wire(w, production(w))
  for (const hidden of [
    query,
    '{ __type(name: "Flow") { name } }',
    '{ ...F } fragment F on Query { __schema { queryType { name } } }',
  ]) {
    expectRequestError(await closed.post({ query: hidden }))
  }
  expect((await closed.post({ query: '{ __typename me { __typename } }' })).json.data).toEqual({
    __typename: 'Query',
    me: null,
  })
})

test('reading the schema is no way around the depth of anything else', async () => {
  const api = wire(await world())
  const deep = `{ __schema { queryType { name } } ${'me { '.repeat(10)} email ${'}'.repeat(10)} }`
  expect((await api.post({ query: deep })).text).toContain('At most 10 levels deep.')
})

test('no suggestion tells the schema to who may not read it', async () => {
  const w = await world()
  for (const api of [wire(w), wire(w, production(w))]) {
    for (const query of [
      '{ mee { email } }',
      'mutation { signInn { __typename } }',
      '{ flow(floww: "x") { __typename } }',
      '{ me { email @skipp(if: true) } }',
      'query ($x: FlowKin) { me { email } }',
      'mutation { signIn(input: { identifie: "a" }) { __typename } }',
      '{ me { ... on Mee { email } } }',
    ]) {
      const answer = await api.post({ query })
      expectRequestError(answer)
      expect(answer.text, query).not.toContain('Did you mean')
    }
  }
})
