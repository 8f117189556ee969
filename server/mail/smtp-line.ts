import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer'
import SMTPConnection, { type SMTPConnectionOptions, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection'

/** A mail as bytes, ready to be handed over. */
export interface Outgoing {
  envelope: SMTPEnvelope
  source: Buffer
}

/** One connection to one mail server, greeted, encrypted and signed in as it must be. */
export interface Line {
  /** How many mails it was given. */
  readonly uses: number
  /** Resolves with the server's words of acceptance. Rejects with a `LineFault`. */
  send(mail: Outgoing, signal: AbortSignal): Promise<string>
  /** True once it can take another mail. */
  ready(): Promise<boolean>
  close(): void
}

/** How far it came. UNOPENED, UNTOUCHED: not a byte of the mail was sent, so that it may go another way at once. */
type Reached = 'UNOPENED' | 'UNTOUCHED' | 'TOUCHED'

export class LineFault extends Error {
  readonly fault: Partial<NodemailerError>
  readonly reached: Reached
  constructor(fault: unknown, reached: Reached) {
    super('no mail was handed over', { cause: fault })
    this.fault = fault instanceof Error ? fault : {}
    this.reached = reached
  }
}

/** Opens a line. Aborting cuts it, whatever it is at: nothing leaves on it afterwards. */
export function openLine(
  options: SMTPConnectionOptions,
  auth: { user: string; pass: string } | null,
  signal: AbortSignal,
): Promise<Line> {
  // Cut at once when closed: a socket that lingers could still deliver what its courier already gave up.
  const connection = new SMTPConnection({ ...options, socketCloseTimeout: 0 })
  return new Promise((resolve, reject) => {
    const fail = (fault: unknown) => {
      signal.removeEventListener('abort', cut)
      reject(new LineFault(fault, 'UNOPENED'))
      connection.close()
    }
    const cut = () => fail(aborted())
    signal.addEventListener('abort', cut, { once: true })
    // Stays for as long as the line lives: an error that nobody listens to would end the process.
    connection.on('error', fail)
    connection.once('end', () => fail(hungUp()))
    const done = (fault?: unknown) => {
      if (fault) return fail(fault)
      signal.removeEventListener('abort', cut)
      resolve(lineOver(connection))
    }
    connection.connect((fault) => {
      if (fault || !auth || !connection.allowsAuth) done(fault)
      else connection.login({ credentials: auth }, (refused) => done(refused))
    })
    if (signal.aborted) cut()
  })
}

function lineOver(connection: SMTPConnection): Line {
  let uses = 0
  let refused = false
  return {
    get uses() {
      return uses
    },
    send({ envelope, source }, signal) {
      uses += 1
      return new Promise((resolve, reject) => {
        const body = new Readable({
          read() {
            this.push(source)
            this.push(null)
          },
        })
        const end = (fault: unknown, response: string) => {
          signal.removeEventListener('abort', cut)
          connection.removeListener('end', lost)
          if (!fault) return resolve(response)
          refused = fault instanceof Error && 'responseCode' in fault && fault.responseCode !== 421
          reject(new LineFault(fault, body.readableDidRead ? 'TOUCHED' : 'UNTOUCHED'))
        }
        const cut = () => {
          connection.close()
          end(aborted(), '')
        }
        // A line that ends with a reason tells it right after.
        const lost = () => setImmediate(end, hungUp(), '')
        signal.addEventListener('abort', cut, { once: true })
        connection.once('end', lost)
        connection.send({ ...envelope }, body, (fault, info) => end(fault, info?.response ?? ''))
        if (signal.aborted) cut()
      })
    },
    async ready() {
      if (connection.destroyed) return false
      if (!refused) return true
      refused = false
      // After a refusal the server may still be in the middle of that mail.
      return new Promise((resolve) => {
        const answer = (ready: boolean) => {
          connection.removeListener('end', lost)
          resolve(ready)
        }
        const lost = () => answer(false)
        connection.once('end', lost)
        connection.reset((fault) => answer(!fault))
      })
    },
    close() {
      if (connection.destroyed) return
      connection.quit()
      // A server that does not answer the farewell keeps nothing open.
      setTimeout(() => connection.close(), 1000).unref()
    },
  }
}

const aborted = () => Object.assign(new Error('the attempt was ended'), { code: 'EABORTED' })
const hungUp = () => Object.assign(new Error('the server hung up'), { code: 'ECONNECTION' })
