import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Deps } from '../deps.ts'
import { mailOptions } from './mail-options.ts'
import type { Outgoing } from './smtp-line.ts'
import { domainOf, type Mail } from './transport.ts'

/**
 * A mail as it crosses the wire. Signed, where we sign, for the domain of the cabinet's own address (`d=`), which is what
 * DMARC compares. Reports are asked for, which a server that knows none is not told of: `envid` is the bounce address's
 * token, so that a report names its message twice.
 */
export async function outgoingOf(mail: Mail, dkim: Deps['settings']['mail']['dkim']): Promise<Outgoing> {
  const node = new MailComposer(mailOptions(mail)).compile()
  if (dkim) {
    const { selector: keySelector, privateKey } = dkim
    const signer = new DKIM({ domainName: domainOf(mail.from.address), keySelector, privateKey })
    node.processFunc((source) => signer.sign(source))
  }
  const envelope = node.getEnvelope()
  const dsn = {
    ret: 'HDRS',
    envid: /\+([a-z0-9]+)@/.exec(mail.envelopeFrom)?.[1] ?? mail.messageId,
    notify: ['SUCCESS', 'FAILURE', 'DELAY'],
    orcpt: `rfc822;${envelope.to[0]}`,
  }
  return { envelope: { ...envelope, dsn }, source: await node.build() }
}
