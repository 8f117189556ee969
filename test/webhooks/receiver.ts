import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished, vi } from 'vitest'

/** What came to a partner's program. */
export interface Came {
  headers: Record<string, string>
  body: string
}

export interface Receiver {
  url: string
  port: number
  /** Everything that came, challenges too. */
  came: Came[]
  /** What came and is no challenge, read. */
  told(): { type: string; timestamp: string; data: Record<string, unknown> }[]
  /** How many requests are being answered now, and how many were at most. */
  open(): { now: number; most: number }
  /** The secret that it verifies with; a message that does not verify is answered 401. Null: it takes anything. */
  secret: string | null
  /** What it does with what is no challenge; by default it answers 204. */
  answer: (response: ServerResponse, came: Came) => void | Promise<void>
  /** How it answers a challenge; by default as it must. */
  challenge: (response: ServerResponse, came: Came) => void
  close(): Promise<void>
}

/**
 * A partner's program on a real socket, which verifies with the standardwebhooks library as a partner's would. `now`: the
 * clock by which it finds a message too old.
 */
export async function startReceiver(
  now: () => Date,
  { host = '127.0.0.1', port = 0, tls }: { host?: string; port?: number; tls?: { key: string; cert: string } } = {},
): Promise<Receiver> {
  const handle = (request: IncomingMessage, response: ServerResponse) => void take(request, response)
  const server: Server = tls ? createSecureServer(tls, handle) : createServer(handle)
  const receiver: Receiver = {
    url: '',
    port: 0,
    came: [],
    told: () => receiver.came.map(({ body }) => JSON.parse(body)).filter(({ type }) => type !== 'webhook.challenge'),
    open: () => ({ now: openNow, most }),
    secret: null,
    answer: (response) => void response.writeHead(204).end(),
    challenge: (response, { body }) => {
      const { challenge } = JSON.parse(body).data
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge }))
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  let openNow = 0
  let most = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    openNow += 1
    most = Math.max(most, openNow)
    response.on('close', () => {
      openNow -= 1
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const came = {
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks).toString('utf8'),
    }
    receiver.came.push(came)
    if (receiver.secret !== null && !verifies(receiver.secret, came, now())) return void response.writeHead(401).end()
    const { type } = JSON.parse(came.body)
    return type === 'webhook.challenge' ? receiver.challenge(response, came) : receiver.answer(response, came)
  }

  server.listen(port, host)
  await once(server, 'listening')
  receiver.port = (server.address() as AddressInfo).port
  receiver.url = `${tls ? 'https' : 'http'}://${host === '127.0.0.1' ? 'localhost' : host}:${receiver.port}/hook`
  onTestFinished(() => receiver.close())
  return receiver
}

/** What the library of the specification says of a message, at an instant. */
export function verifies(secret: string, { headers, body }: Came, now: Date): boolean {
  vi.useFakeTimers({ toFake: ['Date'], now })
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  } finally {
    vi.useRealTimers()
  }
}
