import type { Deps } from '../deps.ts'

const keepForMs = 10_000

/** Whether an origin (scheme, host, port) is one of ours. */
export type IsOurs = (origin: string) => Promise<boolean>

/**
 * Judges whether an origin is ours: the public one, and in production the host names of the agencies (each agency may
 * show the site under its own). Read again at most every ten seconds, so that `agency:set` takes effect by itself.
 */
export function agencyOrigins(deps: Pick<Deps, 'db' | 'clock' | 'settings'>): IsOurs {
  const fixed = fixedOrigins(deps.settings)
  let known: ReadonlySet<string> = new Set()
  let readAt = Number.NEGATIVE_INFINITY
  return async (origin) => {
    if (fixed.has(origin)) return true
    if (deps.settings.mode === 'demonstration') return false
    const now = deps.clock.now().getTime()
    if (now - readAt > keepForMs) {
      readAt = now
      const agencies = await deps.db.agency.findMany({ select: { hostNames: true } })
      known = new Set(agencies.flatMap(({ hostNames }) => hostNames.map((name) => `https://${name.toLowerCase()}`)))
    }
    return known.has(origin.toLowerCase())
  }
}

/** In demonstration both names of this machine count, on the port we listen on. */
function fixedOrigins({ mode, port, publicUrl }: Deps['settings']): ReadonlySet<string> {
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`).origin)
  return new Set([publicUrl.origin, ...(mode === 'demonstration' ? local : [])])
}
