import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { StartFault } from '../start-fault.ts'
import { answerUnreadable } from './unreadable.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** A client that sends its request byte by byte holds a connection this long, no longer (slow loris). */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  // The app answers a request without Host itself, under its own headers.
  requireHostHeader: false,
}
const greatestHeaders = 100
/** Node's own is 511: of a thousand who come at once, half would find no door and knock again after a second, or three. */
const greatestBacklog = 4096

export interface Listening {
  /** Answers what is on its way, then takes no more, lets those in flight finish, then cuts what still hangs (an event stream). */
  close(): Promise<void>
}

/**
 * Listens on `port` of each host; undefined is every address of the machine, `::1` is left out where there is no IPv6.
 * Refuses a taken port in a sentence.
 */
export async function listen(
  listener: Listener,
  port: number,
  hosts: readonly (string | undefined)[],
): Promise<Listening> {
  const servers: Server[] = []
  for (const host of hosts) {
    const server = createServer(limits, listener)
    server.maxHeadersCount = greatestHeaders
    server.on('clientError', answerUnreadable)
    try {
      server.listen({ port, ...(host && { host }), backlog: greatestBacklog })
      await once(server, 'listening')
      servers.push(server)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if ((code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') && host === '::1') continue
      for (const opened of servers) opened.close()
      if (code === 'EADDRINUSE') {
        throw new StartFault(
          `Port ${port} is already in use. Stop the program that holds it, or choose another: PORT=3001.`,
        )
      }
      if (code === 'EACCES')
        throw new StartFault(`Port ${port} may not be opened by this user. Choose one from 1024 on.`)
      throw error
    }
  }
  return { close: () => closeAll(servers) }
}

/** What was on its way as the word to stop came: written to a line kept alive, or knocking at the door. Closing at once resets it. */
const crossing = { turns: 10, everyMs: 50 }
/** Longer than a step waits for a lock, so that whoever waits for one is still answered; the program has fifteen seconds. */
const drainMs = 7_500

async function closeAll(servers: readonly Server[]): Promise<void> {
  for (const server of servers) {
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false
    })
  }
  // In turns: a busy process would otherwise find its time over before it has read what came meanwhile.
  for (let turn = 0; turn < crossing.turns; turn++) await pause(crossing.everyMs)
  const closed = Promise.all(servers.map((server) => new Promise((settle) => server.close(settle))))
  // A connection kept alive after its last answer is idle only then: look again until none is left.
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections()
  }, 20)
  await Promise.race([closed, pause(drainMs, undefined, { ref: false })])
  clearInterval(idle)
  for (const server of servers) server.closeAllConnections()
  await closed
}
