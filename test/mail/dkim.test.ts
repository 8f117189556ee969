import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import type { Mail } from '../../server/mail/transport.ts'
import { startScriptedSmtp } from '../support/scripted-smtp.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkim = { selector: 'connexion', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
const mail: Mail = {
  messageId: 'migration-code.0b5f7e0e-1111-4222-8333-444455556666@cabinet-morel.fr',
  date: new Date('2026-11-22T13:05:42.123Z'),
  from: { name: 'Cabinet Morel & Fils – Été', address: 'bonjour@cabinet-morel.fr' },
  envelopeFrom: 'bounce+token@cabinet-morel.fr',
  to: 'marie@orange.fr',
  subject: '12345678 est votre code – Cabinet Morel & Fils à Saint-Étienne',
  text: 'Bonjour,\n\n.une ligne qui commence par un point  \n\n12345678\n\n\n',
  html: `<p>Bonjour à tous,</p>\n${'<p style="color:#123456">été = hiver</p>'.repeat(40)}\n.\n`,
}

/**
 * RFC 6376 read anew, relaxed/relaxed, over the bytes that crossed the wire; nothing of the signer is used. Null: it
 * holds; otherwise what does not.
 */
function faultOf(source: string, key = publicKey): string | null {
  const at = source.indexOf('\r\n\r\n')
  const headers = source.slice(0, at).split(/\r\n(?![ \t])/)
  const signature = headers.find((line) => /^dkim-signature:/i.test(line))
  if (!signature) return 'unsigned'
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => {
        const [name = '', ...value] = tag.split('=')
        return [name.trim(), value.join('=').replace(/\s/g, '')] as const
      }),
  )
  if (tags.get('a') !== 'rsa-sha256' || tags.get('c') !== 'relaxed/relaxed') return 'another algorithm'
  if (tags.get('d') !== 'cabinet-morel.fr' || tags.get('s') !== 'connexion') return 'another domain'
  const lines = source
    .slice(at + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
  while (lines.at(-1) === '') lines.pop()
  const body = lines.map((line) => `${line}\r\n`).join('')
  if (createHash('sha256').update(body).digest('base64') !== tags.get('bh')) return 'another body'
  const relaxed = (line: string) => {
    const colon = line.indexOf(':')
    const value = line
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()
    return `${line.slice(0, colon).toLowerCase().trim()}:${value}`
  }
  const left = [...headers]
  const signed = (tags.get('h') ?? '').split(':').flatMap((name) => {
    const last = left.findLastIndex((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    return last < 0 ? [] : left.splice(last, 1).map(relaxed)
  })
  const own = relaxed(signature.replace(/([;:\s]b=)[^;]*/, '$1'))
  const verify = createVerify('sha256').update([...signed, own].join('\r\n'))
  return verify.verify(key, tags.get('b') ?? '', 'base64') ? null : 'another signature'
}

async function received(own: Parameters<typeof smtpTransport>[1]) {
  const server = await startScriptedSmtp()
  const transport = smtpTransport(server.url, own)
  onTestFinished(async () => {
    await transport.close()
    await server.close()
  })
  expect(await transport.send(mail)).toMatchObject({ accepted: true })
  return server.taken[0]?.source ?? ''
}

describe('DKIM', () => {
  test('what arrives is signed for the domain of the cabinet’s own address, and the signature holds', async () => {
    const source = await received({ dkim })
    expect(faultOf(source)).toBeNull()
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'reply-to', 'content-type'])
      expect(/\bh=([^;]*)/.exec(source)?.[1]?.replace(/\s/g, '').toLowerCase().split(':')).toContain(name)
  })

  test('a changed subject, a changed code and another key are seen: this test’s own reading can fail', async () => {
    const source = await received({ dkim })
    expect(faultOf(source.replace('bonjour@cabinet-morel.fr', 'bonjour@cabinet-morel.com'))).toBe('another signature')
    expect(faultOf(source.replace('\r\n12345678\r\n', '\r\n12345679\r\n'))).toBe('another body')
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(faultOf(source, createPublicKey(other.privateKey))).toBe('another signature')
  })

  test('without a key nothing is signed', async () => {
    expect(faultOf(await received({}))).toBe('unsigned')
  })
})
