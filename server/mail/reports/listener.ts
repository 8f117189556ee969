import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Deps } from '../../deps.ts'
import { StartFault } from '../../start-fault.ts'
import { messageOfBounceAddress } from './bounce-address.ts'
import { createCallers } from './callers.ts'
import type { Intake } from './intake.ts'
import { greatestSize } from './open-mail.ts'

export interface Listener {
  port: number
  close(): Promise<void>
}

/** Few mails come back: who wants more than this at once is no mail server that has a report for us. */
const mostClients = 10
const mostFromOneNetwork = 3
const idleMs = 30_000
const connectionMs = 120_000
const mostBytes = 4 * greatestSize
const mostMails = 20

/**
 * Our own SMTP port for mails to the bounce address: it takes what names a message of ours, refuses every other recipient
 * (it relays for nobody), and offers neither sign-in nor extensions. 250 is answered once the report is written down;
 * 451, when the database is away, brings it again. Refuses a taken port in a sentence.
 */
export async function listenForReports(
  deps: Pick<Deps, 'keys' | 'log' | 'settings'>,
  take: Intake,
  at: { port: number; host: string | undefined },
): Promise<Listener> {
  const { keys, log } = deps
  const callers = createCallers(mostFromOneNetwork)
  const server = new SMTPServer({
    name: deps.settings.mail.helloName,
    banner: 'reports only',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSMTPUTF8: true,
    disableReverseLookup: true,
    logger: false,
    size: greatestSize,
    maxClients: mostClients,
    socketTimeout: idleMs,
    closeTimeout: 2_000,
    onConnect({ id, remoteAddress }, callback) {
      callback(callers.enter(id, remoteAddress) ? null : refusal(421, '4.7.0 Too many connections'))
    },
    // Told also of those that were sent off uncounted, which have no address yet.
    onClose({ id }) {
      callers.leave(id)
    },
    onMailFrom(_address, session, callback) {
      callback(Number(session.transaction) > mostMails ? refusal(421, '4.7.0 Too many mails') : null)
    },
    onRcptTo({ address }, session, callback) {
      if (messageOfBounceAddress(keys, address) === null) callback(refusal(550, '5.1.1 No such mailbox'))
      else callback(session.envelope.rcptTo.length > 0 ? refusal(452, '4.5.3 One recipient at a time') : null)
    },
    async onData(stream, session, callback) {
      const source = await readWhole(stream)
      if (source === 'BROKEN_OFF') return
      if (source === 'TOO_LARGE') return callback(refusal(552, '5.3.4 Too large for a report'))
      const { mailFrom, rcptTo } = session.envelope
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo[0]?.address ?? '' }
      try {
        await take({ source, envelope })
        callback(null, 'Taken')
      } catch (error) {
        log.error({ err: error }, 'bounce mail not noted')
        callback(refusal(451, '4.3.0 Try again later'))
      }
    },
  })
  // A client that breaks off is nobody's fault.
  server.on('error', () => {})
  server.server.on('connection', boundConnection)
  return { port: await listen(server, at), close: () => new Promise((closed) => server.close(closed)) }
}

/** Past the limit nothing is kept. A client that breaks off waits for no answer. */
async function readWhole(stream: SMTPServerDataStream): Promise<Uint8Array | 'TOO_LARGE' | 'BROKEN_OFF'> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk)
  } catch {
    return 'BROKEN_OFF'
  }
  return stream.sizeExceeded ? 'TOO_LARGE' : Buffer.concat(chunks)
}

/** The idle limit alone lets a byte a minute, or a mail without end, hold a place for ever. */
function boundConnection(socket: Socket): void {
  const cut = () => socket.destroy()
  const deadline = setTimeout(cut, connectionMs)
  const watch = setInterval(() => socket.bytesRead > mostBytes && cut(), 200)
  socket.once('close', () => {
    clearTimeout(deadline)
    clearInterval(watch)
  })
}

async function listen(server: SMTPServer, { port, host }: { port: number; host: string | undefined }): Promise<number> {
  server.listen(port, host)
  try {
    await once(server.server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code === 'EADDRINUSE') throw new StartFault(`Port ${port} (BOUNCE_PORT) is already in use.`)
    throw new StartFault(`Port ${port} (BOUNCE_PORT) could not be opened (${code}). Choose one from 1024 on.`)
  }
  const address = server.server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })
