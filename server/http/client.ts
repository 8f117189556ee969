import { isIP } from 'node:net'
import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Edge } from './edge.ts'

/** Who asks and under which name, as far as it can be known. */
export interface Client {
  /** What sends and sign-in failures are counted on. */
  address: string
  /** Host name and port asked for: a Host header, or a trusted proxy's word for it. Never taken for ours unchecked. */
  host: string
}

/**
 * Reads who asks. The socket's own address counts; only behind a configured proxy its `X-Forwarded-For` does: from the
 * right, the first address that is no proxy of ours. What stands further left the client wrote itself. A word that is
 * no address ends the reading at the socket: a client must not choose the subject it is counted on. The standard
 * `Forwarded` is not read: a proxy that writes the one passes the other on as the client sent it. Nor is
 * `X-Forwarded-Proto`: the scheme is the one of PUBLIC_URL, whatever anybody says.
 */
export function readClient(c: Context<Edge>, { trustedProxies }: Deps['settings']): Client {
  const socket = c.env.incoming.socket.remoteAddress ?? 'unknown'
  const host = new URL(c.req.url).host
  if (!trustedProxies.has(socket)) return { address: socket, host }
  return {
    address: forwardedAddress(socket, c.req.header('x-forwarded-for'), trustedProxies.has),
    host: forwardedHost(c.req.header('x-forwarded-host')) ?? host,
  }
}

/** `isProxy` tells our own proxies. */
export function forwardedAddress(
  socket: string,
  header: string | undefined,
  isProxy: (address: string) => boolean,
): string {
  let nearest = socket
  for (const hop of (header ?? '').split(',').reverse()) {
    const address = readHop(hop.trim())
    if (address === null) return header?.trim() ? socket : nearest
    if (!isProxy(address)) return address
    nearest = address
  }
  return nearest
}

/** `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1`, `[2001:db8::1]:4711`; null for anything else. */
function readHop(text: string): string | null {
  const bare = /^\[([^\]]*)\](:\d{1,5})?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text
  return isIP(bare) === 0 || bare.includes('%') ? null : bare
}

/** The nearest proxy's word, the last; null when it is no host name. */
function forwardedHost(header: string | undefined): string | null {
  const host = header?.split(',').at(-1)?.trim().toLowerCase()
  if (!host || !/^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(host)) return null
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).host : null
}
