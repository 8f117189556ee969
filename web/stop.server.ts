import { data } from '@remix-run/node'
import { cookies } from './session.server.ts'
import type { StopFacts } from './stop-facts.ts'

const stop = (facts: StopFacts, status: number, headers = new Headers()) => data(facts, { status, headers })

/** The session or the flow is over: its cookie goes, and the page says how to begin again. To be thrown. */
export const lost = (dropped: string, what: 'lost' | 'forgotten' = 'lost') =>
  stop({ stop: what }, 410, cookies(dropped))

/** A limit of tries: until when, or the telephone (`retryAt` null). To be thrown. */
export const tooMany = (retryAt: string | null) => stop({ stop: 'tooMany', retryAt }, 429)

/** Every place at the hasher or the database is taken. To be thrown. */
export const busy = (retryAfterSeconds: number) => stop({ stop: 'busy', retryAfterSeconds }, 503)

export const notFound = () => stop({ stop: 'notFound' }, 404)
