import { failureFact, type ReportedFact } from '../../domain/delivery-report.ts'
import type { KeyRing } from '../../keys.ts'
import { messagesNamed } from './bounce-address.ts'
import { challengeOf } from './challenge.ts'
import { type RecipientStatus, readDeliveryStatus } from './delivery-status.ts'
import { type OpenedMail, openMail } from './open-mail.ts'
import { quotedAnswer } from './plain-bounce.ts'

/** A mail as it reached the bounce address. `envelope` null: a mail server delivered it to a folder with its headers. */
export interface ArrivedMail {
  source: Uint8Array
  envelope: { from: string; to: string } | null
}

export interface Report {
  messageId: string
  fact: ReportedFact
}

/** Why a mail told us nothing: all that is ever logged of it. */
export type Silence = 'UNREADABLE' | 'NO_TOKEN' | 'NOTHING_SAID'

/**
 * What a mail to the bounce address says of the message that its token names. Everything in it may be forged: only
 * enumerated facts and status codes come out, and nothing does without a token of ours.
 */
export async function readReport(mail: ArrivedMail, keys: KeyRing): Promise<Report | Silence> {
  const opened = await openMail(mail.source)
  if (!opened) return 'UNREADABLE'
  const messageId = messageOf(mail, opened, keys)
  if (messageId === null) return 'NO_TOKEN'
  const fact = factOf(opened, mail.envelope ? mail.envelope.from === '' : isNull(opened.header('return-path')[0]))
  return fact ? { messageId, fact } : 'NOTHING_SAID'
}

/** Headers in which mail servers keep the address that they delivered to; a report is also addressed to it. */
const recipientHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to']

/** One message, or none: a mail that names two of them proves nothing of either. */
function messageOf({ envelope }: ArrivedMail, opened: OpenedMail, keys: KeyRing): string | null {
  const written = envelope ? [envelope.to] : recipientHeaders.flatMap((name) => opened.header(name))
  const [only = null, ...others] = messagesNamed(keys, written)
  return others.length > 0 ? null : only
}

const isNull = (returnPath: string | undefined) => returnPath?.trim() === '<>'

function factOf(mail: OpenedMail, fromNobody: boolean): ReportedFact | null {
  if (mail.header('content-type').some((type) => /^\s*multipart\/report\b/i.test(type)) && mail.statuses.length > 0) {
    return mail.statuses.length === 1 ? onlyFact(readDeliveryStatus(mail.statuses[0] ?? '')) : null
  }
  const filter = challengeOf(mail)
  if (filter !== undefined) return { ...said, status: 'HELD', filter }
  const answer = fromNobody && !isAbsence(mail) ? quotedAnswer(mail) : null
  return answer && failureFact('failed', answer, null)
}

/** « Je suis en congés »: an answer of the mailbox's, which therefore works; what it quotes is its own. */
function isAbsence(mail: OpenedMail): boolean {
  return mail.header('auto-submitted').some((value) => /^\s*auto-replied/i.test(value))
}

const said = { reason: null, reply: null, far: false }

/** Our messages go to one recipient; a forwarder that reports on several must say the same of all. */
function onlyFact(recipients: readonly RecipientStatus[]): ReportedFact | null {
  const facts = recipients.map(
    ({ action, status, answer }): ReportedFact =>
      action === 'delivered'
        ? { ...said, status: 'ACCEPTED', filter: null, far: true }
        : failureFact(action, answer, status),
  )
  const [first = null, ...others] = facts
  return others.every((fact) => JSON.stringify(fact) === JSON.stringify(first)) ? first : null
}
