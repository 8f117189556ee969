import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openFace } from '../support/http.ts'
import { newPartner } from '../support/partners.ts'
import { world } from '../support/world.ts'

/** A page of somebody else's, on an origin of its own. */
async function page(): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>Portail'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

test('in a browser a partner’s page calls the API with its publishable key, and no other page hears a word', async () => {
  const w = await world()
  await w.people.owner()
  const [partners, strangers] = await Promise.all([page(), page()])
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'publishable', origins: [partners] })
  const { origin: api } = await openFace(w.deps)
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const ask = async (from: string) => {
    const tab = await browser.newPage()
    await tab.goto(from)
    return tab.evaluate(
      async ([url, key]) => {
        const headers = {
          'content-type': 'application/json',
          'connexion-key': key ?? '',
          'idempotency-key': 'x'.repeat(16),
        }
        const body = JSON.stringify({ query: '{ passwordPolicy { minLength } }' })
        try {
          const answer = await fetch(url ?? '', { method: 'POST', headers, body })
          return { json: await answer.json(), limit: answer.headers.get('ratelimit') }
        } catch (error) {
          return String(error)
        }
      },
      [`${api}/graphql`, secret],
    )
  }
  expect(await ask(partners)).toEqual({
    json: { data: { passwordPolicy: { minLength: 8 } } },
    limit: expect.stringMatching(/^"key";r=599;t=\d+$/),
  })
  expect(await ask(strangers)).toBe('TypeError: Failed to fetch')
})
