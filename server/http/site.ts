import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { projectRoot } from '../database/places.ts'
import type { Deps } from '../deps.ts'
import type { createApi } from '../graphql/api.ts'
import { StartFault } from '../start-fault.ts'
import { openDevice } from './device-cookie.ts'
import { answer, type Edge } from './edge.ts'
import { withJudgedHost } from './judged-host.ts'
import { keptFigures } from './kept.ts'
import type { IsAmong } from './kept-origins.ts'
import { loggedPath } from './logged-path.ts'

type Api = ReturnType<typeof createApi>

const builtSite = join(projectRoot, 'build')

/** The site as built: its files (named by their content, hence kept for ever), then its pages. */
export async function openBuiltSite(deps: Deps, api: Api, isOurs: IsAmong): Promise<Hono<Edge>> {
  if (!existsSync(join(builtSite, 'server/index.js'))) throw new StartFault('The site is not built: run npm run build.')
  const build = (await import(join(builtSite, 'server/index.js'))) as ServerBuild
  const site = new Hono<Edge>()
  site.use(compress())
  const files = serveStatic<Edge>({
    root: join(builtSite, 'client'),
    onFound: (path, c) => c.header('cache-control', path.includes('/assets/') ? forEver : anHour),
  })
  site.get('*', files)
  site.all(
    '*',
    pages(deps, api, isOurs, () => Promise.resolve(build), 'production'),
  )
  return site
}

const forEver = 'public, max-age=31536000, immutable'
const anHour = 'public, max-age=3600'

// Remix asks its own client's questions with them. Our pages have no such client, and anybody else's question would be
// a failure in the log.
const ownToRemix = ['_data', '_routes']
const notForPages = { fr: 'Cette adresse ne mène à aucune page.', en: 'The address leads to no page.' }

/** Remix, called with what web/load-context.ts says it may count on. `load` gives the build (in dev, a fresh one). */
export function pages(
  deps: Deps,
  api: Api,
  isOurs: IsAmong,
  load: () => Promise<ServerBuild>,
  mode: 'production' | 'development',
): (c: Context<Edge>) => Promise<Response> {
  const handle = createRequestHandler(load, mode)
  const { publicUrl } = deps.settings
  // Documents change under the hand of whoever works on the pages; a built site has those it was built with.
  const persisted = mode === 'production'
  const ofSite = { site: true, persisted }
  return async (c) => {
    const { searchParams } = new URL(c.req.url)
    const { address, host } = c.get('client')
    const { hostname } = new URL(`http://${host}`)
    if (ownToRemix.some((name) => searchParams.has(name))) return answer(c, 400, notForPages)
    // Behind a proxy that ends TLS our own socket speaks plain HTTP: the scheme is the public one. A Host header that
    // is none of ours (anybody can send one) never becomes an origin.
    const asked = `${publicUrl.protocol}//${host}`
    const reference = c.get('reference')
    const device = openDevice(c.req.raw, deps.settings.rules.deviceDays)
    const response = await handle(withJudgedHost(c.req.raw), {
      api: (request) => api.fetch(request, { ...ofSite, clientAddress: address, host: hostname, device: device.slot }),
      persisted,
      host: hostname,
      nonce: c.get('nonce'),
      origin: (await isOurs(asked)) ? asked : publicUrl.origin,
      secure: publicUrl.protocol === 'https:',
      now: () => deps.clock.now(),
      kept: keptFigures(deps.settings),
      reference,
      report(failure) {
        // Remix also reports what it refused itself (no such page, no such method): no failure of ours.
        if (!isRefused(failure))
          deps.log.error({ err: failure, reference, path: loggedPath(c.req.path) }, 'page failed')
      },
    })
    return device.onto(response)
  }
}

function isRefused(failure: unknown): boolean {
  return typeof failure === 'object' && failure !== null && 'status' in failure && Number(failure.status) < 500
}
