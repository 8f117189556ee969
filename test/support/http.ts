import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import type { Deps } from '../../server/deps.ts'
import { createApi } from '../../server/graphql/api.ts'
import { agencyOrigins } from '../../server/http/agency-origins.ts'
import { createApp } from '../../server/http/app.ts'
import type { Edge } from '../../server/http/edge.ts'
import { listen } from '../../server/http/listen.ts'
import { partnerOrigins } from '../../server/http/partner-origins.ts'
import { unreadableRequest } from '../../server/http/unreadable.ts'
import { createMailbox } from '../../server/mail/mailbox.ts'

/** A port that nobody held a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((settle) => probe.close(settle))
  return port
}

/** The HTTP face on a real socket, with a small site of the test's own behind it. */
export async function openFace(
  deps: Deps,
  options: { site?: Hono<Edge>; mailboxDir?: string; alerts?: () => string[] } = {},
) {
  const port = await freePort()
  const settings = { ...deps.settings, port, publicUrl: publicUrlOf(deps, port) }
  const its = { ...deps, settings }
  const site = options.site ?? new Hono<Edge>().all('*', async (c) => c.text(`site ${await c.req.text()}`))
  const api = createApi(its)
  const app = createApp(its, {
    api,
    isOurs: agencyOrigins(its),
    isPartners: partnerOrigins(its),
    alerts: options.alerts ?? (() => []),
    site,
    mailbox: options.mailboxDir === undefined ? null : createMailbox(options.mailboxDir),
    dev: false,
  })
  const http = await listen(getRequestListener(app.fetch, { errorHandler: unreadableRequest }), port, ['127.0.0.1'])
  // As serve.ts does: what is listened to ends first.
  const close = () => {
    api.stop()
    return http.close()
  }
  onTestFinished(close)
  const origin = `http://localhost:${port}`
  return { port, origin, close, raw: (text: string) => speak(port, text) }
}

function publicUrlOf(deps: Deps, port: number): URL {
  return deps.settings.mode === 'production' ? deps.settings.publicUrl : new URL(`http://localhost:${port}`)
}

/** Bytes as they are, and what came back until the connection closed. */
async function speak(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (bytes) => {
    answer += bytes
  })
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return answer
}
