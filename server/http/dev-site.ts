import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerBuild } from '@remix-run/node'
import { Hono } from 'hono'
import { projectRoot } from '../database/places.ts'
import type { Deps } from '../deps.ts'
import type { createApi } from '../graphql/api.ts'
import type { Edge } from './edge.ts'
import type { IsAmong } from './kept-origins.ts'
import { pages } from './site.ts'

type Api = ReturnType<typeof createApi>
type Listener = (request: IncomingMessage, response: ServerResponse) => void

export interface DevSite {
  site: Hono<Edge>
  /** Lets Vite answer for its own files first. */
  before(listener: Listener): Listener
  close(): Promise<void>
}

/** The site while one works on it: Vite compiles each page as it is asked for, so a change shows at the next reload. */
export async function openDevSite(deps: Deps, api: Api, isOurs: IsAmong): Promise<DevSite> {
  const { createServer } = await import('vite')
  const vite = await createServer({ root: projectRoot, server: { middlewareMode: true } })
  const load = async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as unknown as ServerBuild
  const site = new Hono<Edge>()
  site.all('*', pages(deps, api, isOurs, load, 'development'))
  return {
    site,
    before: (listener) => (request, response) => vite.middlewares(request, response, () => listener(request, response)),
    close: () => vite.close(),
  }
}
