import type { Hono } from 'hono'
import { agencyOrigins } from '../server/http/agency-origins.ts'
import { createApp } from '../server/http/app.ts'
import type { Edge } from '../server/http/edge.ts'
import { partnerOrigins } from '../server/http/partner-origins.ts'
import { openBuiltSite } from '../server/http/site.ts'
import { openFlows } from './open-flows.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import type { Town } from './town.ts'

const jobs = 150
const atOnce = 8

/** Pages a second through the whole HTTP face, without the socket: the sign-in page, and the one of a code under way. */
export async function benchPages(town: Town): Promise<Line[]> {
  const [waiting] = await openFlows(town, 1, { kind: 'MIGRATION', step: 'ENTER_CODE' })
  const app = await openApp(town)
  const cookie = `__Host-migration=${waiting?.handle}`
  return [
    await benchPage(app, 'page /connexion', '/connexion', {}),
    await benchPage(app, 'page of the code', '/premiere-connexion/code', { cookie }),
  ]
}

function benchPage(app: Hono<Edge>, name: string, path: string, headers: Record<string, string>): Promise<Line> {
  const env = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
  return measureInTurn(
    { name, unit: 'a second', rounds: 5 },
    {
      ours: () =>
        rateOf(jobs, atOnce, async () => {
          const response = await app.fetch(new Request(`http://localhost:3000${path}`, { headers }), env)
          const html = await response.text()
          if (response.status !== 200 || !html.includes('</html>')) throw new Error(`${path}: ${response.status}`)
        }),
    },
  )
}

async function openApp({ deps, api }: Town): Promise<Hono<Edge>> {
  const isOurs = agencyOrigins(deps)
  const site = await openBuiltSite(deps, api, isOurs)
  return createApp(deps, {
    api,
    site,
    isOurs,
    isPartners: partnerOrigins(deps),
    mailbox: null,
    alerts: () => [],
    dev: false,
  })
}
