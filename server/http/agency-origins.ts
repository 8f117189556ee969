import type { Deps } from '../deps.ts'

const keepForMs = 10_000

/** Whether an origin (scheme, host, port) is one of ours. */
export type IsOurs = (origin: string) => Promise<boolean>

/**
 * Judges whether an origin is ours: the public one, and in production the host names of the agencies (each agency may
 * show the site under its own). Read again at most every ten seconds, so that `agency:set` takes effect by itself. A
 * database that fails makes no agency foreign: the names last read stay, and without any the failure is the answer.
 */
export function agencyOrigins(deps: Pick<Deps, 'db' | 'clock' | 'log' | 'settings'>): IsOurs {
  const fixed = fixedOrigins(deps.settings)
  let known: ReadonlySet<string> | null = null
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<ReadonlySet<string>> | null = null

  async function read(): Promise<ReadonlySet<string>> {
    const at = deps.clock.now().getTime()
    try {
      const agencies = await deps.db.agency.findMany({ select: { hostNames: true } })
      known = new Set(agencies.flatMap(({ hostNames }) => hostNames.map((name) => `https://${name.toLowerCase()}`)))
      readAt = at
    } catch (failure) {
      if (!known) throw failure
      deps.log.warn({ err: failure }, 'the agencies could not be read again: their host names stay as they were')
    } finally {
      reading = null
    }
    return known
  }

  return async (origin) => {
    if (fixed.has(origin)) return true
    if (deps.settings.mode === 'demonstration') return false
    if (known && deps.clock.now().getTime() - readAt <= keepForMs) return known.has(origin.toLowerCase())
    // Requests that come while it is read wait for that one reading: none is judged by an empty set.
    reading ??= read()
    return (await reading).has(origin.toLowerCase())
  }
}

/** In demonstration both names of this machine count, on the port we listen on. */
function fixedOrigins({ mode, port, publicUrl }: Deps['settings']): ReadonlySet<string> {
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`).origin)
  return new Set([publicUrl.origin, ...(mode === 'demonstration' ? local : [])])
}
