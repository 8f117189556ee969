import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Edge } from './edge.ts'

const patienceMs = 2_000

/**
 * `/healthz`: the process is alive. `/readyz`: it can serve, which takes a database that answers; 503 says why not.
 * `alerts` names what an operator should look at while it serves.
 */
export function healthRooms({ db, log }: Pick<Deps, 'db' | 'log'>, alerts: () => readonly string[]): Hono<Edge> {
  const rooms = new Hono<Edge>()
  rooms.get('/healthz', (c) => c.json({ alive: true }))
  rooms.get('/readyz', async (c) => {
    try {
      await withinPatience(db.$queryRaw`SELECT 1`)
      return c.json({ ready: true, alerts: alerts() })
    } catch (error) {
      log.warn({ err: error }, 'not ready')
      // The driver's own words may hold an address or a user: they stay in the log.
      return c.json({ ready: false, reason: 'the database does not answer' }, 503)
    }
  })
  return rooms
}

async function withinPatience(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
