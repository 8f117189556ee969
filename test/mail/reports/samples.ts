import { readFileSync } from 'node:fs'
import { createKeyRing } from '../../../server/keys.ts'
import { bounceToken } from '../../../server/mail/addressed.ts'
import { testKeys } from '../mail-deps.ts'

export const keys = createKeyRing(testKeys, 'k1')

export const bounceAddress = (messageId: string, ring = keys) =>
  `bounce+${bounceToken(ring, messageId)}@tilleuls.example`

/** A bounce as a mail server wrote it (samples/), to the bounce address of a message. */
export function sample(name: string, address: string): Uint8Array {
  const text = readFileSync(new URL(`samples/${name}.eml`, import.meta.url), 'utf8')
  return Buffer.from(text.replaceAll('BOUNCE', address))
}

/** A report of the least words: what is tried with it is in its fields. */
export function report(address: string, fields: Record<string, string>, more = ''): Uint8Array {
  const recipient = Object.entries({ 'Final-Recipient': 'rfc822; marie@orange.fr', ...fields })
  return Buffer.from(
    [
      'Return-Path: <>',
      `To: ${address}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.orange.fr',
      '',
      ...recipient.map(([name, value]) => `${name}: ${value}`),
      '',
      `--b--${more}`,
    ].join('\r\n'),
  )
}
