import type { SendMailOptions } from 'nodemailer'
import type { Failure, Mail } from './transport.ts'

/**
 * A mail in nodemailer's words (headers of interface-fr.md 3.M). Always address objects and an explicit envelope:
 * nodemailer parses strings, and a string `a@b.fr\r\nBcc: evil@x` would be delivered to evil only.
 */
export function mailOptions(mail: Mail): SendMailOptions {
  return {
    envelope: { from: mail.envelopeFrom, to: [mail.to] },
    messageId: `<${mail.messageId}>`,
    date: mail.date,
    from: mail.from,
    replyTo: mail.from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    encoding: 'quoted-printable',
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': 'fr',
    },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** One address and nothing else: what may stand in an envelope. A second look, after the parser that stored it. */
export function isOneAddress(text: string): boolean {
  return /^[^\s<>@,;:"()[\]\\\p{Cc}\p{Cf}]+@[^\s<>@,;:"()[\]\\\p{Cc}\p{Cf}]+$/u.test(text)
}

export const notAnAddress: Failure = { accepted: false, kind: 'never', reply: 'EENVELOPE', by: null }
