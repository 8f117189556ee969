import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** What the server does instead of « go on »: says this line, says nothing more, or hangs up. */
export type Act = { say: string } | 'SILENCE' | 'DROP'

/** Where a session stands when a script may act. END: the whole mail is there, before the 250. */
export type Moment = 'GREETING' | 'EHLO' | 'STARTTLS' | 'MAIL' | 'RCPT' | 'DATA' | 'END'

export interface Taken {
  from: string
  to: string
  /** The arguments of MAIL and RCPT besides the address, as they were sent. */
  mailArguments: string
  rcptArguments: string
  source: string
}

/** Null: goes on as a server that takes everything. `to`: empty before RCPT. */
export type Script = (moment: Moment, to: string) => Act | null | Promise<Act | null>

/** The answers that interface-fr.md's table knows, as servers in use give them: to RCPT, the last two to the mail itself. */
export const answers = {
  greylisted: { say: '450 4.7.1 Greylisted, come back later' },
  fullForNow: { say: '452 4.2.2 Mailbox full' },
  unknown: { say: '550 5.1.1 No such user here' },
  full: { say: '552 5.2.2 Over quota' },
  closed: { say: '550 5.2.1 Mailbox disabled' },
  filtered: { say: '554 5.7.1 Message refused' },
} as const satisfies Record<string, Act>

/**
 * A mail server on loopback that says what a script tells it to: refusals, silences, dropped lines, a slow banner. No
 * library stands between the script and the wire.
 */
export async function startScriptedSmtp(
  script: Script = () => null,
  { host = '127.0.0.1', port = 0, extensions = ['PIPELINING', '8BITMIME'] as readonly string[] } = {},
) {
  const taken: Taken[] = []
  const lines: string[] = []
  const sockets = new Set<Socket>()
  let most = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    most = Math.max(most, sockets.size)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    void talk(socket)
  })

  async function talk(socket: Socket): Promise<void> {
    const read = reader(socket)
    const say = (line: string) => socket.write(`${line}\r\n`)
    const nobody = { from: '', to: '', mailArguments: '', rcptArguments: '' }
    let mail: Omit<Taken, 'source'> | null = null
    /** True: the script took over; the usual answer is not given. */
    const acts = async (moment: Moment): Promise<boolean> => {
      const act = await script(moment, mail?.to ?? '')
      if (act === null) return false
      if (act === 'DROP') socket.destroy()
      else if (act !== 'SILENCE') say(act.say)
      return true
    }
    if (!(await acts('GREETING'))) say('220 scripted ESMTP')
    for (let line = await read.line(); line !== null; line = await read.line()) {
      lines.push(line)
      const verb = line.slice(0, 4).toUpperCase()
      const [, address = '', more = ''] = /<([^>]*)>\s*(.*)$/.exec(line) ?? []
      if (verb === 'EHLO' || verb === 'HELO') {
        if (!(await acts('EHLO')))
          say(
            ['scripted', ...extensions]
              .map((name, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${name}`)
              .join('\r\n'),
          )
      } else if (verb === 'MAIL') {
        mail = { ...nobody, from: address, mailArguments: more }
        if (await acts('MAIL')) mail = null
        else say('250 2.1.0 ok')
      } else if (mail === null && (verb === 'RCPT' || verb === 'DATA')) say('503 5.5.1 no mail')
      else if (mail && verb === 'RCPT') {
        mail.to = address
        mail.rcptArguments = more
        if (await acts('RCPT')) mail.to = ''
        else say('250 2.1.5 ok')
      } else if (mail && verb === 'DATA') {
        if (mail.to === '') say('503 5.5.1 no recipient')
        else if (!(await acts('DATA'))) {
          say('354 go on')
          const source = await read.mail()
          if (source === null) return
          if (!(await acts('END'))) {
            taken.push({ ...mail, source })
            say('250 2.0.0 taken')
          }
        }
      } else if (verb === 'STAR') {
        if (!(await acts('STARTTLS'))) say('502 5.5.1 not offered')
      } else if (verb === 'RSET') say('250 2.0.0 ok')
      else if (verb === 'QUIT') {
        say('221 2.0.0 bye')
        socket.end()
      } else say('502 5.5.2 unknown')
    }
  }

  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const listening = address && typeof address === 'object' ? address.port : 0
  return {
    taken,
    /** Every command that came, in order. */
    lines,
    port: listening,
    url: `smtp://${host.includes(':') ? `[${host}]` : host}:${listening}?tls=off`,
    /** Connections open now, and at most at once. */
    open: () => sockets.size,
    mostOpen: () => most,
    async close() {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((closed) => server.close(closed))
    },
  }
}
export type ScriptedSmtp = Awaited<ReturnType<typeof startScriptedSmtp>>

/** Lines and mails out of a socket's bytes. Null: the other side has gone. */
function reader(socket: Socket) {
  const chunks = socket.setEncoding('latin1')[Symbol.asyncIterator]()
  let buffer = ''
  async function until(mark: string): Promise<string | null> {
    for (let from = 0; ; ) {
      const at = buffer.indexOf(mark, from)
      if (at >= 0) {
        const read = buffer.slice(0, at)
        buffer = buffer.slice(at + mark.length)
        return read
      }
      from = Math.max(0, buffer.length - mark.length)
      const next = await chunks.next().catch(() => ({ done: true, value: '' }))
      if (next.done) return null
      buffer += next.value
    }
  }
  return {
    line: () => until('\r\n'),
    async mail() {
      const source = await until('\r\n.\r\n')
      return source === null ? null : Buffer.from(`${source}\r\n`.replace(/^\.\./gm, '.'), 'latin1').toString('utf8')
    },
  }
}
