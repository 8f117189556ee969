import { expect } from 'vitest'
import type { Deps } from '../../server/deps.ts'
import { createApi } from '../../server/graphql/api.ts'
import type { World } from '../support/world.ts'

/** What nobody may find again in an answer: every hostile request carries it as its secret. */
export const canary = 'Canari-hunter2-é'

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
  json: any
}

/** The API as HTTP sees it. `changes`: other settings or parts than the world's. */
export function wire(w: World, changes: Partial<Deps> = {}) {
  const api = createApi({ ...w.deps, ...changes })
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const request = new Request(`http://localhost${path}`, init)
    const response = await api.fetch(request, { clientAddress: '203.0.113.7', host: 'localhost', site: false })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: type.includes('json') ? JSON.parse(text) : null,
    }
  }
  return {
    send,
    /** A JSON body; a string is sent as it is. */
    post: (body: unknown, headers: Record<string, string> = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}

export const production = (w: World): Partial<Deps> => ({ settings: { ...w.deps.settings, mode: 'production' } })

/** Refused by the protocol: a 4xx, or (GraphQL over HTTP asks for 200 under application/json) errors and no data. */
export function expectRequestError(answer: Answer): void {
  expect(answer.status, answer.text).toBeLessThan(500)
  if (answer.status >= 400) return
  expect(answer.json.errors.length, answer.text).toBeGreaterThan(0)
  expect(answer.json.data ?? null, answer.text).toBeNull()
}

export function expectNoEcho(answer: Answer): void {
  const said = `${answer.text} ${[...answer.headers.values()].join(' ')}`
  expect(said).not.toContain(canary)
  expect(said).not.toContain('hunter2')
}

export const signInMutation = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Refusal { message } ... on InputRefused { fields { field reason } } } }`
