import { generateKeyPairSync } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { checkMail } from '../../../server/mail/check/check-mail.ts'
import { checkRelay } from '../../../server/mail/check/check-relay.ts'
import type { Finding } from '../../../server/mail/check/finding.ts'
import { createLookUps } from '../../../server/mail/check/look-ups.ts'
import { sendTrial } from '../../../server/mail/check/send-trial.ts'
import { smtpTransport } from '../../../server/mail/relay-transport.ts'
import { createMailDomains } from '../../../server/mail-domains.ts'
import type { MailSettings } from '../../../server/settings-mail.ts'
import { nameServer, type Zone } from '../../support/name-server.ts'
import { noMail } from '../../support/no-mail.ts'
import { world } from '../../support/world.ts'
import { reply, startRelay } from '../relay.ts'

type Options = Parameters<typeof startRelay>[0]

async function relay(behaviour: Options = {}) {
  const server = await startRelay(behaviour)
  onTestFinished(() => server.close())
  return server
}

const brief = { connectMs: 1_000, silenceMs: 1_000 }
const told = (findings: readonly Finding[]) => findings.map(({ level, says }) => `${level} ${says}`)

test('a relay that is there is greeted, told, and sent nothing', async () => {
  const signIn: NonNullable<Options>['options'] = {
    ...{ allowInsecureAuth: true, disabledCommands: ['STARTTLS'], hideDSN: false },
    onAuth: ({ username, password }, _session, done) =>
      username === 'nous' && password === 'p@sse' ? done(null, { user: 1 }) : done(reply(535, 'no')),
  }
  const { port, received, asked } = await relay({ options: signIn })
  const at = `127.0.0.1:${port}?tls=off`
  expect(told(await checkRelay(`smtp://nous:p%40sse@${at}`, 'out.fr', brief))).toEqual([
    'WARNING Relais : les messages y vont en clair.',
    'OK Relais : joignable, identifié comme nous.',
    'OK Relais : il annonce les rapports de remise (DSN).',
  ])
  expect(told(await checkRelay(`smtp://nous:faux@${at}`, 'out.fr', brief))).toEqual([
    'FAULT Relais : il refuse notre identification (535).',
  ])
  expect([received, asked()]).toEqual([[], 0])
})

test('what keeps a relay from us is told apart', async () => {
  const open = await relay()
  expect(told(await checkRelay(open.url, 'out.fr', brief))).toEqual([
    'WARNING Relais : les messages y vont en clair.',
    'OK Relais : joignable, sans identification.',
    'WARNING Relais : il n’annonce pas DSN. Les refus reviennent, les remises ne sont pas confirmées.',
  ])
  const [, unasked] = await checkRelay(open.url.replace('//', '//nous:p@'), 'out.fr', brief)
  expect(unasked).toMatchObject({ level: 'WARNING', remedy: 'Enlevez-le de SMTP_URL.' })
  const [clear] = await checkRelay(open.url.replace('?tls=off', ''), 'out.fr', brief)
  expect(clear).toMatchObject({ level: 'FAULT', says: expect.stringContaining('chiffrement') })
  // Its certificate is nobody's: verified means refused.
  const strange = await relay({ options: { disabledCommands: ['AUTH'] } })
  const [unknown] = await checkRelay(strange.url.replace('?tls=off', ''), 'out.fr', brief)
  expect(unknown).toMatchObject({ level: 'FAULT', says: expect.stringContaining('chiffrement') })
  const [away] = await checkRelay('smtp://127.0.0.1:1?tls=off', 'out.fr', brief)
  expect(away).toMatchObject({ level: 'FAULT', says: expect.stringContaining('ne répond pas') })
  const mute = await relay({ options: { onConnect: (_session, done) => void setTimeout(done, 3_000) } })
  const [silent] = await checkRelay(mute.url, 'out.fr', brief)
  expect(silent).toMatchObject({ level: 'FAULT', says: expect.stringContaining('ne répond pas') })
})

test('a relay that trickles its answer holds the check no longer than an attempt', async () => {
  const trickle = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 hello\r\n')
    const drops = setInterval(() => socket.write('250-more\r\n'), 50)
    socket.on('close', () => clearInterval(drops))
  })
  await new Promise<void>((listening) => trickle.listen(0, '127.0.0.1', listening))
  onTestFinished(() => new Promise<void>((closed) => trickle.close(() => closed())))
  const { port } = trickle.address() as AddressInfo
  const findings = await checkRelay(`smtp://127.0.0.1:${port}?tls=off`, 'out.fr', { ...brief, attemptMs: 500 })
  expect(findings).toEqual([expect.objectContaining({ level: 'FAULT', says: expect.stringContaining('ETIMEDOUT') })])
})

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
})

/** The whole check for a cabinet at tilleuls.example, in a DNS of these zones. */
async function check(zones: Record<string, Zone>, changes: Partial<MailSettings> = {}) {
  const w = await world()
  await w.people.owner()
  const { address } = await nameServer(zones)
  const mail = { ...noMail, ...changes }
  const deps = {
    db: w.deps.db,
    mailDomains: createMailDomains([address], w.clock),
    settings: { mail },
    dns: createLookUps([address]),
  }
  return checkMail(deps, brief)
}

const right: Record<string, Zone> = {
  'tilleuls.example': { mx: [[10, 'mx.tilleuls.example']], txt: ['v=spf1 ip4:80.12.26.5 -all'] },
  'c1._domainkey.tilleuls.example': { txt: [`v=DKIM1; k=rsa; p=${key.publicKey.toString('base64')}`] },
  '_dmarc.tilleuls.example': { txt: ['v=DMARC1; p=quarantine'] },
  'out.tilleuls.example': { a: ['80.12.26.5'] },
  '5.26.12.80.in-addr.arpa': { ptr: ['out.tilleuls.example'] },
}
const direct: Partial<MailSettings> = {
  directDomains: ['*'],
  helloName: 'out.tilleuls.example',
  dkim: { selector: 'c1', privateKey: key.privateKey },
  bouncePort: 25,
}

test('when all is right, every line says so', async () => {
  expect(told(await check(right, direct))).toEqual([
    'OK PTR de 80.12.26.5 : out.tilleuls.example, dans les deux sens.',
    'OK MX : les retours arrivent à mx.tilleuls.example.',
    'OK SPF, envoi direct : 80.12.26.5 est autorisée.',
    'OK DKIM : la clé de c1._domainkey.tilleuls.example est celle qui signe ici.',
    'OK DMARC (_dmarc.tilleuls.example) : p=quarantine, aligné par SPF et DKIM sur tilleuls.example.',
    'OK Retours : lus par le port 25.',
  ])
})

test('when nothing is published, each fault says what to do', async () => {
  const findings = await check({ 'out.tilleuls.example': { a: ['80.12.26.5'] } }, { ...direct, bouncePort: null })
  expect(findings.map(({ level }) => level)).toEqual(['FAULT', 'FAULT', 'FAULT', 'FAULT', 'WARNING', 'WARNING'])
  expect(findings.every(({ remedy }) => remedy !== null)).toBe(true)
  const [ptr, mx, spf, dkim] = findings
  expect([ptr?.remedy, mx?.remedy, spf?.remedy, dkim?.remedy].join('\n')).toMatch(
    /nom inverse out.tilleuls.example[\s\S]*MX à tilleuls.example[\s\S]*ip4:80.12.26.5[\s\S]*p=MII/,
  )
})

test('what a relay hides from us is said to be unknown, never claimed', async () => {
  const { port } = await relay()
  const relayed = { relayUrl: `smtp://127.0.0.1:${port}?tls=off`, bounceMaildir: '/var/mail/bounces' }
  const findings = await check({ ...right, '127.0.0.1': { a: ['127.0.0.1'] } }, relayed)
  const records = told(findings.slice(3))
  expect(records).toEqual([
    'OK MX : les retours arrivent à mx.tilleuls.example.',
    'WARNING SPF, envoi par le relais 127.0.0.1 : l’enregistrement existe, mais l’adresse d’envoi n’est pas connue d’ici.',
    'WARNING DKIM : nous ne signons pas, et on ne peut pas savoir si le relais signe.',
    'WARNING DMARC (_dmarc.tilleuls.example) : p=quarantine, et ni SPF ni DKIM n’est prouvé d’ici.',
    'OK Retours : lus par le dossier /var/mail/bounces.',
  ])
})

test('neither relay nor direct mode: nothing leaves, and that is said first', async () => {
  expect((await check(right))[0]).toMatchObject({
    level: 'WARNING',
    says: expect.stringContaining('Aucun message ne part'),
  })
})

test('the trial is one mail by the way of all others, and tells what was answered', async () => {
  const agency = { name: 'Cabinet des <Tilleuls>', senderAddress: 'bonjour@tilleuls.example' }
  const at = { now: new Date('2026-11-22T13:05:00Z'), id: '00ff' }
  const server = await relay({
    atRecipient: (address) => (address.startsWith('nobody') ? reply(550, '5.1.1 unknown') : null),
  })
  const transport = smtpTransport(server.url)
  onTestFinished(() => transport.close())
  expect(await sendTrial(transport, agency, 'marie@orange.fr', at)).toMatchObject({
    level: 'OK',
    says: expect.stringContaining('accepté par le relais (250)'),
  })
  expect(server.received).toMatchObject([{ from: 'bonjour@tilleuls.example', to: ['marie@orange.fr'] }])
  expect(server.received[0]?.source).toContain('Auto-Submitted: auto-generated')
  expect(server.received[0]?.source).not.toContain('<Tilleuls></p>')
  expect(await sendTrial(transport, agency, 'nobody@orange.fr', at)).toMatchObject({
    level: 'FAULT',
    says: expect.stringContaining('refusé (550 5.1.1)'),
  })
})
