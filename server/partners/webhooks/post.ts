import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { loopbackNames, type WebhookAnswer, type WebhookFault } from '../../domain/webhook.ts'

/** How the world outside is reached. */
export interface Reach {
  /** A name's addresses; empty: none is found. */
  addressesOf(host: string): Promise<readonly string[]>
  /** Whether an address may be connected to. */
  mayReach(address: string): boolean
  /** Programs on this very machine may be reached by its own names, without TLS too. */
  loopback: boolean
  /** For the whole of an attempt: the name, the line, the question, the answer. */
  limitMs: number
  /** Whom certificates are signed by; absent: those that Node trusts. */
  ca?: string
}

export interface Answered {
  answer: WebhookAnswer
  /** What came with the status, when all of it came in time and within the limit; null otherwise. */
  body: string | null
}

const greatestBody = 64 * 1024

/**
 * Posts to the address of a partner's choosing. Attack: an address that leads into our own network, to whatever trusts who
 * asks from there (cloud metadata, an administration page), at once or by another DNS answer at the moment of connecting.
 * So every address of the name is judged, and what is connected to is one of those that were judged: the line asks
 * no name server again. No redirect is followed, no proxy of the environment used, and no certificate taken on trust.
 */
export async function post(
  reach: Reach,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answered> {
  const limit = AbortSignal.timeout(reach.limitMs)
  const found = await Promise.race([findAddresses(reach, url), rung(limit)])
  if (!Array.isArray(found)) return { answer: found, body: null }
  return new Promise((resolve) => {
    let status: number | null = null
    const end = (fault: WebhookFault, body: string | null = null) => resolve({ answer: status ?? fault, body })
    const secure = url.protocol === 'https:'
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // Its own for each: one that Node shares may go through a proxy that the environment names.
      agent: new (secure ? https : http).Agent({ keepAlive: false }),
      lookup: answerWith(found),
      signal: limit,
      rejectUnauthorized: true,
      ...(reach.ca !== undefined && { ca: reach.ca }),
    })
    request.on('error', (error) => end(limit.aborted ? 'TIMEOUT' : faultOf(error)))
    // 101 leaves HTTP: neither an answer nor an error ever follows, and our place for it would stay taken.
    request.on('upgrade', ({ statusCode }, socket) => {
      status = statusCode ?? 0
      socket.destroy()
      end('UNREACHABLE')
    })
    // Whatever else a line may do: nothing outlasts its time.
    limit.addEventListener('abort', () => end('TIMEOUT'), { once: true })
    request.on('response', (response) => {
      status = response.statusCode ?? 0
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= greatestBody) return void chunks.push(chunk)
        end('UNREACHABLE')
        request.destroy()
      })
      response.on('end', () => end('UNREACHABLE', Buffer.concat(chunks).toString('utf8')))
      response.on('error', () => end('UNREACHABLE'))
    })
    request.end(body)
  })
}

async function findAddresses(reach: Reach, url: URL): Promise<string[] | WebhookFault> {
  if (reach.loopback && loopbackNames.includes(url.hostname)) {
    return url.hostname === 'localhost' ? ['127.0.0.1', '::1'] : [bare(url.hostname)]
  }
  if (url.protocol !== 'https:') return 'INWARD'
  const host = bare(url.hostname)
  const addresses = isIP(host) === 0 ? await reach.addressesOf(host) : [host]
  if (addresses.length === 0) return 'NAME'
  // One that leads inward makes all of them suspect: nobody publishes such a mixture by mistake.
  return addresses.every((address) => reach.mayReach(address)) ? [...addresses] : 'INWARD'
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

const rung = (limit: AbortSignal) =>
  new Promise<'TIMEOUT'>((resolve) => limit.addEventListener('abort', () => resolve('TIMEOUT'), { once: true }))

/** What `connect` would ask a name server for: the addresses that were judged. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, { all }, answer) => {
    if (all) return answer(null, known)
    const [first = { address: '', family: 0 }] = known
    answer(null, first.address, first.family)
  }
}

function faultOf(error: Error): WebhookFault {
  const code = 'code' in error ? String(error.code) : ''
  return /CERT|TLS|SSL|ISSUER|SIGNATURE|EPROTO/.test(code) ? 'TLS' : 'UNREACHABLE'
}
