import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  from: string
  to: string[]
  source: string
}

type Reply = Error | null | Promise<Error | null>

/** A real SMTP server on a port of its own. `atRecipient` and `atEnd` decide what it answers to RCPT and to DATA. */
export async function startRelay(
  behaviour: {
    atRecipient?: (address: string) => Reply
    /** Called once the whole mail is here, before the 250 leaves. */
    atEnd?: (mail: Received) => Reply
    port?: number
    options?: SMTPServerOptions
  } = {},
) {
  const received: Received[] = []
  let asked = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    ...behaviour.options,
    async onRcptTo({ address }, _session, callback) {
      asked += 1
      callback((await behaviour.atRecipient?.(address)) ?? null)
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail: Received = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        }
        const refused = (await behaviour.atEnd?.(mail)) ?? null
        if (!refused) received.push(mail)
        callback(refused)
      })
    },
  })
  // A client that breaks off (TLS refused, process killed) is what some tests are about.
  server.on('error', () => {})
  server.listen(behaviour.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    received,
    /** How many recipients were asked for, refused ones included. */
    asked: () => asked,
    port,
    url: `smtp://127.0.0.1:${port}?tls=off`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
