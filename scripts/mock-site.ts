import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { createMock, type Mock } from '../mocks/mock.ts'
import { type ScenarioName, scenarioIn } from '../mocks/scenarios.ts'
import { defaultRetention } from '../server/domain/retention.ts'
import { defaultRules } from '../server/domain/rules.ts'
import { keptFigures } from '../server/http/kept.ts'
import { createReference } from '../server/http/reference.ts'
import { securityHeaders } from '../server/http/security-headers.ts'
import { systemRandom } from '../server/random.ts'
import { flowCookies, keepFlow, keepSession, readCookie, sessionCookie } from '../web/session.server.ts'
import { landingOf } from './mock-landing.ts'
import { mockPage } from './mock-pages.ts'

const visitorCookie = 'connexion-mock'
const clientAddress = '127.0.0.1'
/** A tab left open for weeks must not be forgotten by its cookie, and a robot must not fill the memory. */
const greatestVisitors = 200

/**
 * Our own site on the mocks: Remix gets the mock's fetch where the server would give it Yoga's. `?scenario=…` on any
 * page begins that scenario for this browser; /mailbox shows its mails, its clock and every scenario.
 */
export function createMockSite(load: () => Promise<ServerBuild>): (request: Request) => Promise<Response> {
  /** Each browser plays a scenario of its own. */
  const mocks = new Map<string, Mock>()
  const pages = createRequestHandler(load, 'development')

  function welcome(request: Request): { id: string; mock: Mock; isNew: boolean } {
    const held = readCookie(request, visitorCookie)
    const known = held === null ? undefined : mocks.get(held)
    if (held !== null && known) return { id: held, mock: known, isNew: false }
    const id = Buffer.from(systemRandom.bytes(12)).toString('base64url')
    const mock = createMock({ seed: id })
    mocks.set(id, mock)
    const [oldest] = mocks.keys()
    if (mocks.size > greatestVisitors && oldest) mocks.delete(oldest)
    return { id, mock, isNew: true }
  }

  return async (request) => {
    const { origin, hostname, pathname, search } = new URL(request.url)
    const { id, mock, isNew } = welcome(request)
    const nonce = Buffer.from(systemRandom.bytes(16)).toString('base64')
    const scenario = request.method === 'GET' ? scenarioIn(search) : null
    const answer = async (): Promise<Response> => {
      if (scenario) return begin(mock, scenario, pathname)
      if (pathname === '/graphql') return mock.fetch(request, { clientAddress })
      if (pathname === '/mailbox/clock') return moveClock(mock, await request.formData())
      if (pathname === '/mailbox') return page(mockPage(mock, nonce))
      return pages(request, {
        api: (asked) => mock.fetch(asked, { clientAddress }),
        persisted: false,
        host: hostname,
        nonce,
        origin,
        secure: false,
        now: () => mock.clock.now(),
        kept: keptFigures({ retention: defaultRetention, rules: defaultRules }),
        reference: createReference(systemRandom),
        report: (failure) => process.stderr.write(`${pathname}: ${String(failure)}\n`),
      })
    }
    const response = await answer()
    if (isNew) response.headers.append('set-cookie', `${visitorCookie}=${id}; Path=/; HttpOnly; SameSite=Lax`)
    for (const [name, value] of securityHeaders(nonce, { https: false, hstsSubdomains: false, dev: true })) {
      if (!response.headers.has(name)) response.headers.set(name, value)
    }
    return response
  }
}

/** Plays a scenario anew and hands its session and journey to the browser, as the site itself would have done. */
function begin(mock: Mock, scenario: ScenarioName, path: string): Response {
  const { flow, token } = mock.play(scenario)
  const headers = new Headers({ location: landingOf(mock, path) })
  for (const name of [sessionCookie, ...Object.values(flowCookies)]) {
    headers.append('set-cookie', `${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`)
  }
  const tomorrow = new Date(mock.clock.now().getTime() + 86_400_000).toISOString()
  if (flow) headers.append('set-cookie', keepFlow(flow.kind, flow.handle, tomorrow))
  if (token) headers.append('set-cookie', keepSession(token))
  return new Response(null, { status: 303, headers })
}

function moveClock(mock: Mock, form: FormData): Response {
  mock.clock.forward({ minutes: Number(form.get('minutes')) || 0 })
  return new Response(null, { status: 303, headers: { location: '/mailbox' } })
}

const page = (html: string) => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
