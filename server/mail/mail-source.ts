import DKIM from 'nodemailer/lib/dkim'
import MimeNode from 'nodemailer/lib/mime-node'
import type { Deps } from '../deps.ts'
import { mailOptions } from './mail-options.ts'
import { quotedPrintable } from './quoted-printable.ts'
import type { Outgoing } from './smtp-line.ts'
import { domainOf, type Mail } from './transport.ts'

/**
 * A mail as it crosses the wire: nodemailer's headers, which no stored word breaks out of, over our own two parts. Signed,
 * where we sign, for the domain of the cabinet's own address (`d=`), which is what DMARC compares. Reports are asked for,
 * which a server that knows none is not told of: `envid` is the bounce address's token, so that a report names its
 * message twice.
 */
export async function outgoingOf(mail: Mail, dkim: Deps['settings']['mail']['dkim']): Promise<Outgoing> {
  // No quoted-printable text holds « =_ »: what is written cannot end a part.
  const boundary = `=_${mail.messageId.replace(/@.*/, '')}`
  const { headers, from, replyTo, to, subject, messageId, date, envelope: way } = mailOptions(mail)
  const node = new MimeNode(`multipart/alternative; boundary="${boundary}"`)
    .setHeader({ ...headers, from, to, 'reply-to': replyTo, subject, 'message-id': messageId, date })
    .setEnvelope(way ?? {})
  const source = Buffer.concat([
    Buffer.from(`${node.buildHeaders()}\r\n\r\n`),
    ...part(boundary, 'plain', mail.text),
    ...part(boundary, 'html', mail.html),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  const envelope = node.getEnvelope()
  const dsn = {
    ret: 'HDRS',
    envid: /\+([a-z0-9]+)@/.exec(mail.envelopeFrom)?.[1] ?? mail.messageId,
    notify: ['SUCCESS', 'FAILURE', 'DELAY'],
    orcpt: `rfc822;${envelope.to[0]}`,
  }
  return { envelope: { ...envelope, dsn }, source: dkim ? await signed(source, mail, dkim) : source }
}

function part(boundary: string, kind: 'plain' | 'html', text: string): Buffer[] {
  const head = `--${boundary}\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
  return [Buffer.from(head), quotedPrintable(text), Buffer.from('\r\n')]
}

async function signed(
  source: Buffer,
  { from }: Mail,
  { selector, privateKey }: NonNullable<Deps['settings']['mail']['dkim']>,
): Promise<Buffer> {
  const signer = new DKIM({ domainName: domainOf(from.address), keySelector: selector, privateKey })
  return Buffer.concat(await signer.sign(source).toArray())
}
