import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet'
import { onTestFinished } from 'vitest'

/** What the server says of one name. MX: `[preference, host]`; a null MX is `[0, '.']`. */
export type Zone =
  | {
      mx?: readonly (readonly [number, string])[]
      a?: readonly string[]
      aaaa?: readonly string[]
      /** Each record whole: it travels in pieces of 255 bytes. */
      txt?: readonly string[]
      ptr?: readonly string[]
    }
  | 'SERVFAIL'
  | 'SILENCE'

const nxdomain = 3
const servfail = 2

/** A real DNS server on a loopback port of its own. A name that is not in `zones` does not exist. */
export async function startNameServer(zones: Record<string, Zone>) {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const { id, questions = [] } = decode(message)
    const [question] = questions
    if (!question) return
    const name = question.name.toLowerCase()
    asked.push(`${question.type} ${name}`)
    const zone = zones[name]
    if (zone === 'SILENCE') return
    const code = zone === undefined ? nxdomain : zone === 'SERVFAIL' ? servfail : 0
    const answers = zone === undefined || zone === 'SERVFAIL' ? [] : answersOf(name, question.type, zone)
    const flags = AUTHORITATIVE_ANSWER | code
    socket.send(encode({ type: 'response', id, flags, questions, answers }), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const close = () => new Promise<void>((closed) => socket.close(() => closed()))
  return {
    /** For `DNS_SERVERS`. */
    address: `127.0.0.1:${socket.address().port}`,
    /** Every question that came, as « MX orange.fr ». */
    asked,
    close,
  }
}

/** As `startNameServer`, closed when the test is over. */
export async function nameServer(zones: Record<string, Zone>) {
  const server = await startNameServer(zones)
  onTestFinished(server.close)
  return server
}

function answersOf(name: string, type: string, zone: Exclude<Zone, string>): Answer[] {
  const common = { name, ttl: 300, class: 'IN' } as const
  if (type === 'MX')
    return (zone.mx ?? []).map(([preference, exchange]) => ({ ...common, type: 'MX', data: { preference, exchange } }))
  if (type === 'A') return (zone.a ?? []).map((data) => ({ ...common, type: 'A', data }))
  if (type === 'TXT')
    return (zone.txt ?? []).map((text) => ({ ...common, type: 'TXT', data: text.match(/.{1,255}/gs) ?? [''] }))
  if (type === 'PTR') return (zone.ptr ?? []).map((data) => ({ ...common, type: 'PTR', data }))
  if (type === 'AAAA') return (zone.aaaa ?? []).map((data) => ({ ...common, type: 'AAAA', data }))
  return []
}
