import type { MessageKind } from '../generated/prisma/client.ts'
import type { KeyRing } from '../keys.ts'
import { oneLine } from './messages/french.ts'
import type { Mail } from './transport.ts'

/**
 * Sender, bounce address and Message-ID of a message (interface-fr.md 3.M), all in the domain of the cabinet's own
 * address, so that SPF, DKIM and DMARC agree.
 */
export function addressed(
  message: { id: string; kind: MessageKind; agency: { name: string; senderAddress: string } },
  keys: KeyRing,
): Pick<Mail, 'from' | 'envelopeFrom' | 'messageId'> {
  const { name, senderAddress } = message.agency
  const domain = senderAddress.slice(senderAddress.lastIndexOf('@') + 1)
  return {
    from: { name: oneLine(name), address: senderAddress },
    envelopeFrom: `bounce+${bounceToken(keys, message.id)}@${domain}`,
    messageId: `${message.kind.toLowerCase().replaceAll('_', '-')}.${message.id}@${domain}`,
  }
}

/**
 * Names the message in a bounce and proves that we named it: a forged bounce must not be able to declare an owner's
 * address dead. Letters and digits of one case only (servers fold local parts), 48 characters (64 are allowed).
 */
export function bounceToken(keys: KeyRing, messageId: string, keyId = keys.currentId): string {
  const id = messageId.replaceAll('-', '')
  return (
    id +
    Buffer.from(keys.hmac(keyId, 'bounce', id))
      .toString('hex')
      .slice(0, 16)
  )
}
