import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkDkim } from '../../../server/mail/check/check-dkim.ts'
import { checkDmarc } from '../../../server/mail/check/check-dmarc.ts'
import { checkName } from '../../../server/mail/check/check-name.ts'
import { createLookUps } from '../../../server/mail/check/look-ups.ts'
import { judgeSpf } from '../../../server/mail/check/spf.ts'
import { nameServer, type Zone } from '../../support/name-server.ts'

const dnsOf = async (zones: Record<string, Zone>) => createLookUps([(await nameServer(zones)).address])

describe('SPF, as a receiver reads it', () => {
  const long = Array.from({ length: 11 }, (_, i) => `include:i${i}.fr`).join(' ')
  const zones: Record<string, Zone> = {
    'plain.fr': { txt: ['google-site-verification=x', 'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all'] },
    'soft.fr': { txt: ['v=spf1 ip4:192.0.2.1 ~all'] },
    'open.fr': { txt: ['V=SPF1 ?all'] },
    'end.fr': { txt: ['v=spf1 ip4:192.0.2.1'] },
    'own.fr': { txt: ['v=spf1 a mx/31 a:out.own.fr -all'], a: ['203.0.113.1'], mx: [[10, 'mx.own.fr']] },
    'mx.own.fr': { a: ['203.0.113.10'] },
    'out.own.fr': { a: ['203.0.113.20'], aaaa: ['2001:db8::20'] },
    'relayed.fr': { txt: ['v=spf1 include:_spf.relay.fr -all'] },
    '_spf.relay.fr': { txt: ['v=spf1 ip4:198.51.100.0/28 -all'] },
    'moved.fr': { txt: ['v=spf1 redirect=plain.fr'] },
    'none.fr': { txt: ['hello'] },
    'two.fr': { txt: ['v=spf1 -all', 'v=spf1 +all'] },
    'typo.fr': { txt: ['v=spf1 ipv4:192.0.2.1 -all'] },
    'mask.fr': { txt: ['v=spf1 ip4:192.0.2.1/99 -all'] },
    'dangling.fr': { txt: ['v=spf1 include:none.fr -all'] },
    'long.fr': { txt: [`v=spf1 ${long} -all`] },
    ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`i${i}.fr`, { txt: ['v=spf1 -all'] }])),
    'loop.fr': { txt: ['v=spf1 include:loop.fr -all'] },
    'macro.fr': { txt: ['v=spf1 exists:%{i}.list.fr -all'] },
    'broken.fr': 'SERVFAIL',
    'leaning.fr': { txt: ['v=spf1 include:broken.fr -all'] },
  }
  test.each([
    ['plain.fr', '192.0.2.77', 'PASS'],
    ['plain.fr', '192.0.3.1', 'FAIL'],
    ['plain.fr', '2001:db8:9::1', 'PASS'],
    ['plain.fr', '2001:db9::1', 'FAIL'],
    ['soft.fr', '192.0.2.2', 'SOFTFAIL'],
    ['open.fr', '192.0.2.2', 'NEUTRAL'],
    ['end.fr', '192.0.2.2', 'NEUTRAL'],
    ['own.fr', '203.0.113.1', 'PASS'],
    ['own.fr', '203.0.113.11', 'PASS'],
    ['own.fr', '203.0.113.12', 'FAIL'],
    ['own.fr', '203.0.113.20', 'PASS'],
    ['own.fr', '2001:db8::20', 'PASS'],
    ['relayed.fr', '198.51.100.9', 'PASS'],
    ['relayed.fr', '198.51.100.99', 'FAIL'],
    ['moved.fr', '192.0.2.5', 'PASS'],
    ['none.fr', '192.0.2.5', 'NONE'],
    ['absent.fr', '192.0.2.5', 'NONE'],
    ['two.fr', '192.0.2.5', 'MANY'],
    ['typo.fr', '192.0.2.1', 'BROKEN'],
    ['mask.fr', '192.0.2.1', 'BROKEN'],
    ['dangling.fr', '192.0.2.1', 'BROKEN'],
    ['long.fr', '192.0.2.1', 'BROKEN'],
    ['loop.fr', '192.0.2.1', 'BROKEN'],
    ['macro.fr', '192.0.2.1', 'UNSURE'],
    ['broken.fr', '192.0.2.1', 'UNSURE'],
    ['leaning.fr', '192.0.2.1', 'UNSURE'],
  ])('%s, from %s: %s', async (domain, address, verdict) => {
    expect(await judgeSpf(await dnsOf(zones), domain, address)).toBe(verdict)
  })
})

describe('the DKIM key in the DNS against the one that signs', () => {
  const pair = (bits: number) =>
    generateKeyPairSync('rsa', {
      modulusLength: bits,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'der' },
    })
  const [own, other, small] = [pair(2048), pair(2048), pair(1024)]
  const edwards = generateKeyPairSync('ed25519')
  const p = (key: Buffer) => key.toString('base64')
  const edwardsKey = p(edwards.publicKey.export({ format: 'der', type: 'spki' }).subarray(12))
  const signs = (privateKey: string) => ({ selector: 'c1', privateKey })
  const ask = async (txt: string[] | 'SERVFAIL', privateKey = own.privateKey) =>
    checkDkim(
      await dnsOf(
        txt === 'SERVFAIL' ? { 'c1._domainkey.t.fr': txt } : txt.length > 0 ? { 'c1._domainkey.t.fr': { txt } } : {},
      ),
      't.fr',
      signs(privateKey),
      true,
    )

  test.each([
    ['the same', [`v=DKIM1; k=rsa; p=${p(own.publicKey)}`], 'OK', 'est celle qui signe ici'],
    [
      'with spaces, and without its optional tags',
      [`p= ${p(own.publicKey).replace(/(.{60})/g, '$1 ')}`],
      'OK',
      'est celle',
    ],
    ['another', [`v=DKIM1; p=${p(other.publicKey)}`], 'FAULT', 'n’est pas celle de DKIM_KEY_FILE'],
    ['none', [], 'FAULT', 'aucune clé sous c1._domainkey.t.fr'],
    ['revoked', ['v=DKIM1; p='], 'FAULT', 'révoquée'],
    ['two', [`p=${p(own.publicKey)}`, `p=${p(other.publicKey)}`], 'FAULT', 'plusieurs clés'],
    ['unreadable', ['v=DKIM1; p=AAAA'], 'FAULT', 'n’est pas celle'],
    ['on trial', [`v=DKIM1; t=y:s; p=${p(own.publicKey)}`], 'WARNING', 't=y'],
    ['unanswered', 'SERVFAIL', 'WARNING', 'pas répondu'],
  ] as const)('%s', async (_, txt, level, says) => {
    const found = await ask(txt === 'SERVFAIL' ? txt : [...txt])
    expect(found).toMatchObject({ level, says: expect.stringContaining(says) })
    // What to publish is said in full: nobody has to derive it by hand.
    if (says.startsWith('aucune')) expect(found.remedy).toContain(`v=DKIM1; k=rsa; p=${p(own.publicKey)}`)
  })

  test('a small key is told, an Ed25519 key is read', async () => {
    expect(await ask([`p=${p(small.publicKey)}`], small.privateKey)).toMatchObject({
      level: 'WARNING',
      says: expect.stringContaining('1024 bits'),
    })
    const pem = edwards.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(await ask([`v=DKIM1; k=ed25519; p=${edwardsKey}`], pem)).toMatchObject({ level: 'OK' })
  })

  test('nobody signs: a fault when we send ourselves, unknown when a relay may', async () => {
    const dns = await dnsOf({})
    expect(await checkDkim(dns, 't.fr', null, true)).toMatchObject({ level: 'FAULT' })
    expect(await checkDkim(dns, 't.fr', null, false)).toMatchObject({ level: 'WARNING' })
  })
})

describe('DMARC', () => {
  const zones: Record<string, Zone> = {
    '_dmarc.strict.fr': { txt: ['v=DMARC1; p=quarantine; adkim=s; aspf=s; rua=mailto:d@strict.fr'] },
    '_dmarc.none.fr': { txt: ['v=DMARC1;p=none'] },
    '_dmarc.above.fr': { txt: ['v=DMARC1; p=reject; sp=quarantine'] },
    '_dmarc.broken.fr': 'SERVFAIL',
  }
  const both = { spf: 'YES', dkim: 'YES' } as const
  const neither = { spf: 'NO', dkim: 'NO' } as const
  const unknown = { spf: 'UNKNOWN', dkim: 'UNKNOWN' } as const
  test.each([
    ['strict.fr', both, 'OK', 'aligné par SPF et DKIM sur strict.fr'],
    ['strict.fr', { spf: 'NO', dkim: 'YES' }, 'OK', 'aligné par DKIM'],
    ['strict.fr', unknown, 'WARNING', 'n’est prouvé d’ici'],
    ['strict.fr', neither, 'FAULT', 'seront refusés'],
    ['none.fr', both, 'WARNING', 'usurpation'],
    ['none.fr', neither, 'WARNING', 'n’est juste'],
    ['mail.above.fr', both, 'OK', '(_dmarc.above.fr) : p=quarantine'],
    ['absent.fr', both, 'WARNING', 'aucun enregistrement'],
    ['broken.fr', both, 'WARNING', 'pas répondu'],
  ] as const)('%s with %o: %s', async (domain, proved, level, says) => {
    expect(await checkDmarc(await dnsOf(zones), domain, proved)).toMatchObject({
      level,
      says: expect.stringContaining(says),
    })
  })
})

describe('the name we greet with', () => {
  const zones: Record<string, Zone> = {
    'out.fr': { a: ['192.0.2.1'], aaaa: ['2001:db8::1'] },
    '1.2.0.192.in-addr.arpa': { ptr: ['out.fr'] },
    '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': { ptr: ['Out.fr'] },
    'nameless.fr': { a: ['192.0.2.2'] },
    'other.fr': { a: ['192.0.2.3'] },
    '3.2.0.192.in-addr.arpa': { ptr: ['host3.fr'] },
    'host3.fr': { a: ['192.0.2.3'] },
    'lying.fr': { a: ['192.0.2.4'] },
    '4.2.0.192.in-addr.arpa': { ptr: ['orange.fr'] },
    'orange.fr': { a: ['203.0.113.1'] },
  }
  test.each([
    ['out.fr', ['OK', 'OK'], 'dans les deux sens'],
    ['nameless.fr', ['FAULT'], 'pas de nom inverse'],
    ['other.fr', ['WARNING'], 'alors que nous saluons avec other.fr'],
    ['lying.fr', ['FAULT'], 'ne mène pas à cette adresse'],
    ['absent.fr', ['FAULT'], 'pas d’adresse'],
  ])('%s: %s', async (name, levels, says) => {
    const found = await checkName(await dnsOf(zones), name)
    expect(found.map(({ level }) => level)).toEqual(levels)
    expect(found[0]?.says).toContain(says)
  })
})
