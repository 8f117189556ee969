import type { Deps } from '../deps.ts'
import { limitAttempt } from './attempt-limit.ts'
import { isOneAddress, notAnAddress } from './mail-options.ts'
import { outgoingOf } from './mail-source.ts'
import { LineFault, openLine } from './smtp-line.ts'
import { createLines } from './smtp-lines.ts'
import { verdictOf } from './smtp-verdict.ts'
import { type Failure, firstAttempt, perhapsTaken, type Transport } from './transport.ts'

/** Connections to a relay at most. One slow recipient holds one of them, not the queue. */
export const relayLines = 20

export interface SmtpLimits {
  /** Until the server has greeted us. */
  connectMs: number
  /** Silence within a session. */
  silenceMs: number
  /** All of an attempt, until the whole mail is on its way: two minutes unless told otherwise. */
  attemptMs?: number
  /** From then on until the answer: ten minutes unless told otherwise. */
  verdictMs?: number
}

/** Some servers let a stranger wait for half a minute before they greet. */
export const patience: SmtpLimits = { connectMs: 30_000, silenceMs: 60_000 }

/**
 * Mail through the relay at `url` (`smtp://user:password@host:587`, or `smtps://`). TLS is required and its
 * certificate verified; `?tls=off` is for a relay on this machine or a private network. An attempt that has not handed
 * the mail over within two minutes is cut: nothing leaves after the courier was told that it failed. A mail that was
 * handed over and never answered may have been taken: it is tried again at the slower pace of `later`.
 */
export function smtpTransport(
  url: string,
  own: Partial<Pick<Deps['settings']['mail'], 'helloName' | 'dkim'>> = {},
  limits: SmtpLimits = patience,
): Transport {
  const { options, auth } = relayLine(url, own.helloName, limits)
  const lines = createLines((signal) => openLine(options, auth, signal), relayLines)
  return {
    async send(mail, facts = firstAttempt) {
      if (!isOneAddress(mail.to)) return notAnAddress
      const outgoing = await outgoingOf(mail, own.dkim ?? null)
      const limit = limitAttempt(facts, limits)
      try {
        const response = await lines.send(outgoing, limit)
        return { accepted: true, reply: /^\d{3}/.exec(response)?.[0] ?? '250', by: null }
      } catch (error) {
        if (!(error instanceof LineFault)) throw error
        return unlessTaken(error, verdictOf(error, 'relay', null))
      } finally {
        limit.clear()
      }
    },
    async close() {
      lines.close()
    },
  }
}

/** Hung up on or silent with the mail in hand: the server may deliver it, and each further attempt makes a copy. */
export function unlessTaken({ reached, fault }: LineFault, verdict: Failure): Failure {
  if (reached !== 'TOUCHED' || fault.responseCode || verdict.kind !== 'away') return verdict
  return { ...verdict, kind: 'later', reply: `${verdict.reply}${perhapsTaken}` }
}

/** How the relay at `url` is reached, and who we are there; `auth` null: nobody in particular. */
export function relayLine(url: string, helloName: string | undefined, limits: SmtpLimits) {
  const relay = new URL(url)
  const clear = relay.searchParams.get('tls') === 'off'
  const secure = relay.protocol === 'smtps:'
  const options = {
    host: relay.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(relay.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !clear,
    ignoreTLS: clear,
    name: helloName,
    dnsTimeout: 10_000,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
  }
  const user = decodeURIComponent(relay.username)
  return { options, auth: user === '' ? null : { user, pass: decodeURIComponent(relay.password) } }
}
