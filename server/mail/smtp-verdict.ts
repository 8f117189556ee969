import type { NodemailerError } from 'nodemailer'
import type { Failure } from './transport.ts'

/**
 * What a failed attempt means for its message (interface-fr.md, "What a mail server answered"). Only a 5xx about this
 * recipient or this content is final. A 5xx about ourselves (greeting, TLS, our password, our sender) is our
 * operator's to mend: the owner's mail waits.
 */
export function verdictOf(error: Partial<NodemailerError>): Failure {
  const { code, command, responseCode, response } = error
  if (!responseCode) {
    // Refused before any server was asked (our own recipient check, or nodemailer's).
    if (code === 'EENVELOPE' || code === 'EMESSAGE') return failure('never', code)
    return failure('away', `relay ${code ?? 'unknown'}`)
  }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1]
  const reply = enhanced ? `${responseCode} ${enhanced}` : String(responseCode)
  const aboutTheMail = command === 'RCPT TO' || command === 'DATA'
  if (!aboutTheMail && command !== 'MAIL FROM') return failure('away', `relay ${reply}`)
  return failure(aboutTheMail && responseCode >= 500 && !aboutUs.has(responseCode) ? 'never' : 'later', reply)
}

/** 503: session out of step; 530, 534, 535, 538: the server wants us to sign in or to encrypt. */
const aboutUs: ReadonlySet<number> = new Set([503, 530, 534, 535, 538])

const failure = (kind: Failure['kind'], reply: string): Failure => ({ accepted: false, kind, reply })
