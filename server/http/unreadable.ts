import type { Duplex } from 'node:stream'
import { securityHeaders } from './security-headers.ts'

const headers = securityHeaders(null, { https: false, hstsSubdomains: false, dev: false })

/** A request whose target or Host is no address: the listener could not even build it. */
export function unreadableRequest(): Response {
  return new Response(null, { status: 400, headers })
}

const statusOf: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What is no HTTP never reaches the app: it is told so, under the same headers as everything else. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const status = statusOf[error.code ?? ''] ?? '400 Bad Request'
  socket.end([`HTTP/1.1 ${status}`, 'connection: close', 'content-length: 0', ...lines, '', ''].join('\r\n'))
}
