import '@remix-run/node'

export interface Kept {
  endedFlowHours: number
  mailAddressDays: number
  formerAddressDays: number
  endedSessionDays: number
  deviceDays: number
  countedDays: number
  auditMonths: number
}

/**
 * What the composition root hands to the site with each request. The site reaches the rest of the program through
 * nothing else: `api` is the same contract that a partner calls (design: the one door).
 */
declare module '@remix-run/node' {
  interface AppLoadContext {
    /** The GraphQL API in process, the caller's network address already known to it. */
    api: (request: Request) => Promise<Response>
    /** True where it knows our documents by their ids and takes nothing else; false while one works on them. */
    persisted: boolean
    /** The host name asked for: it alone chooses the agency shown before sign-in. */
    host: string
    /** Of this response's content security policy; the agency's colour is the only inline style. */
    nonce: string
    /** Our public origin for this request, without a final slash. */
    origin: string
    /** False only on a plain-HTTP loopback address. */
    secure: boolean
    /** The instant of the database's clock: pages compare no time with the machine's own. */
    now: () => Date
    /** How long what is kept of owners is kept: the figures that the purge itself keeps to. */
    kept: Kept
    /** Read out on the telephone when a page breaks, and written in the log line of that failure. Example: A7K-42P. */
    reference: string
    /** Logs a failure of a page under `reference`. */
    report: (failure: unknown) => void
  }
  interface Future {
    v3_singleFetch: true
  }
}
