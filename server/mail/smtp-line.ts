import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer'
import SMTPConnection, { type SMTPConnectionOptions, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection'
import type { AttemptLimit } from './attempt-limit.ts'

const resetMs = 10_000

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
  send(mail: Outgoing, limit: AttemptLimit): Promise<string>
  /** True once it can take another mail. */
  ready(): Promise<boolean>
  close(): void
}

/**
 * How far it came. UNOPENED, UNTOUCHED: not a byte of the mail was sent, so that it may go another way at once. TOUCHED:
 * it may have been taken.
 */
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
    const cut = () => fail(signal.reason)
    signal.addEventListener('abort', cut, { once: true })
    // Stays for as long as the line lives: an error that nobody listens to would end the process.
    connection.on('error', fail)
    connection.once('end', () => fail(hungUp()))
    const done = (fault?: unknown) => {
      if (fault) return fail(fault)
      signal.removeEventListener('abort', cut)
      resolve(lineOver(connection, options.socketTimeout ?? 0))
    }
    connection.connect((fault) => {
      if (fault || !auth || !connection.allowsAuth) done(fault)
      else connection.login({ credentials: auth }, (refused) => done(refused))
    })
    if (signal.aborted) cut()
  })
}

function lineOver(connection: SMTPConnection, silenceMs: number): Line {
  const bearSilence = (ms: number) => {
    if (connection._socket && !connection._socket.destroyed) connection._socket.setTimeout(ms)
  }
  let uses = 0
  let refused = false
  return {
    get uses() {
      return uses
    },
    send({ envelope, source }, { signal, handedOver }) {
      uses += 1
      return new Promise((resolve, reject) => {
        const body = new Readable({
          read() {
            this.push(source)
            this.push(null)
            // RFC 5321 §4.5.3.2.6: who holds the whole mail may think for long, and takes it twice if we hang up.
            bearSilence(0)
            handedOver()
          },
        })
        const end = (fault: unknown, response: string) => {
          signal.removeEventListener('abort', cut)
          connection.removeListener('end', lost)
          bearSilence(silenceMs)
          if (!fault) return resolve(response)
          refused = fault instanceof Error && 'responseCode' in fault && fault.responseCode !== 421
          reject(new LineFault(fault, body.readableDidRead ? 'TOUCHED' : 'UNTOUCHED'))
        }
        const cut = () => {
          connection.close()
          end(signal.reason, '')
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
          clearTimeout(timer)
          connection.removeListener('end', lost)
          resolve(ready)
        }
        const lost = () => answer(false)
        // The silence that is borne would let an answer trickle for ever.
        const timer = setTimeout(lost, resetMs)
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

const hungUp = () => Object.assign(new Error('the server hung up'), { code: 'ECONNECTION' })
