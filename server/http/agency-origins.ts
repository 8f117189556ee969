import type { Deps } from '../deps.ts'
import { type IsAmong, keptOrigins } from './kept-origins.ts'

/**
 * Judges whether an origin is ours: the public one, and in production the host names of the agencies (each agency may
 * show the site under its own).
 */
export function agencyOrigins(deps: Pick<Deps, 'db' | 'clock' | 'log' | 'settings'>): IsAmong {
  const fixed = fixedOrigins(deps.settings)
  const isAgencys = keptOrigins(deps, async () => {
    const agencies = await deps.db.agency.findMany({ select: { hostNames: true } })
    return agencies.flatMap(({ hostNames }) => hostNames.map((name) => `https://${name.toLowerCase()}`))
  })
  return async (origin) => {
    if (fixed.has(origin)) return true
    return deps.settings.mode === 'production' && (await isAgencys(origin))
  }
}

/** In demonstration both names of this machine count, on the port we listen on. */
function fixedOrigins({ mode, port, publicUrl }: Deps['settings']): ReadonlySet<string> {
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`).origin)
  return new Set([publicUrl.origin, ...(mode === 'demonstration' ? local : [])])
}
