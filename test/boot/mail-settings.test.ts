import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../../server/settings.ts'

const given = (more: Record<string, string>) =>
  readSettings({
    CONNEXION_MODE: 'production',
    PUBLIC_URL: 'https://www.cabinet.fr',
    SMTP_URL: 'smtp://relay.cabinet.fr',
    CONNEXION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ...more,
  }).mail

function file(content: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'connexion-key-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const path = join(dir, 'dkim.pem')
  writeFileSync(path, content)
  return path
}

test('by default all mail goes through the relay, unsigned, greeted by the site’s name, and no pace is set', () => {
  expect(given({})).toEqual({
    relayUrl: 'smtp://relay.cabinet.fr',
    directDomains: [],
    second: null,
    helloName: 'www.cabinet.fr',
    dkim: null,
    pace: new Map(),
    bounceMaildir: null,
    bouncePort: null,
    dnsServers: [],
  })
})

test('ways, paces and signature are read as the operator wrote them', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const mail = given({
    MAIL_DIRECT: 'orange.fr, wanadoo.fr',
    MAIL_HELLO: 'post.cabinet.fr',
    MAIL_PACE: 'orange.fr=2,*=8',
    SMTP_SECOND_URL: 'smtps://other.fr',
    SMTP_SECOND_DOMAINS: 'free.fr',
    SMTP_SECOND_AFTER: '5',
    DKIM_SELECTOR: 'connexion',
    DKIM_KEY_FILE: file(pem),
    DNS_SERVERS: '192.0.2.53,[2001:db8::53]:5353',
  })
  expect(mail).toMatchObject({
    directDomains: ['orange.fr', 'wanadoo.fr'],
    helloName: 'post.cabinet.fr',
    second: { url: 'smtps://other.fr', domains: ['free.fr'], after: 5 },
    dkim: { selector: 'connexion', privateKey: pem },
    dnsServers: ['192.0.2.53', '[2001:db8::53]:5353'],
  })
  expect([...mail.pace]).toEqual([
    ['orange.fr', 2],
    ['*', 8],
  ])
})

test.each([
  ['MAIL_PACE', { MAIL_PACE: 'orange.fr=0' }],
  ['MAIL_DIRECT', { MAIL_DIRECT: 'Orange.fr' }],
  ['SMTP_SECOND_DOMAINS needs SMTP_SECOND_URL', { SMTP_SECOND_DOMAINS: 'free.fr' }],
  ['SMTP_SECOND_AFTER', { SMTP_SECOND_URL: 'smtp://x.fr', SMTP_SECOND_AFTER: '0' }],
  ['DKIM_SELECTOR and DKIM_KEY_FILE', { DKIM_SELECTOR: 'connexion' }],
  ['DKIM_KEY_FILE must be', { DKIM_SELECTOR: 'connexion', DKIM_KEY_FILE: '/nowhere/dkim.pem' }],
  ['DNS_SERVERS', { DNS_SERVERS: 'ns.cabinet.fr' }],
])('%s: what cannot be used is refused at start, by name', (fault, more) => {
  expect(() => given(more)).toThrow(fault)
})

test('the content of a key file that is no key is never told', () => {
  expect(() => given({ DKIM_SELECTOR: 'connexion', DKIM_KEY_FILE: file('canari') })).toThrow(/^(?!.*canari)/s)
})
