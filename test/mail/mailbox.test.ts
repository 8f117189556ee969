import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMailbox, type Mailbox } from '../../server/mail/mailbox.ts'
import { readMail } from '../../server/mail/mailbox-files.ts'
import { mailboxTransport } from '../../server/mail/mailbox-transport.ts'

const first = '20261122130542000-migration-code.0b5f7e0e-1111-4222-8333-444455556666'
const second = '20261122132000000-account-opened.1c5f7e0e-1111-4222-8333-444455556666'
let root: string
let mailbox: Mailbox

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'connexion-mailbox-'))
  const dir = join(root, 'mailbox')
  mailbox = createMailbox(dir)
  await writeFile(join(root, 'secret.eml'), 'Subject: secret\r\n\r\nsecret')
  const transport = mailboxTransport(dir)
  const common = { from: { name: 'Cabinet Morel', address: 'bonjour@cabinet.fr' }, envelopeFrom: 'bounce+t@cabinet.fr' }
  await transport.send({
    ...common,
    messageId: `${first.slice(18)}@cabinet.fr`,
    date: new Date('2026-11-22T13:05:42Z'),
    to: 'marie@orange.fr',
    subject: '12345678 est votre code – <script>alert(1)</script>',
    text: 'Votre code : 12345678 <script>',
    html: '<p>Votre code : 12345678</p>',
  })
  await transport.send({
    ...common,
    messageId: `${second.slice(18)}@cabinet.fr`,
    date: new Date('2026-11-22T13:20:00Z'),
    to: 'marie@orange.fr',
    subject: 'Votre espace copropriétaire est ouvert',
    text: 'Bonjour',
    html: '<p>Bonjour</p>',
  })
})
afterAll(() => rm(root, { recursive: true }))

const get = (path: string, init: RequestInit = {}, socket = '127.0.0.1', origin = 'http://localhost:3000') =>
  mailbox(new Request(`${origin}${path}`, init), socket)

describe('the demonstration mailbox', () => {
  test('it lists the messages, newest first, with recipient, subject and time', async () => {
    const html = (await (await get('/mailbox')).text()).replaceAll('\u00a0', ' ')
    expect(html.indexOf(second)).toBeGreaterThan(0)
    expect(html.indexOf(second)).toBeLessThan(html.indexOf(first))
    expect(html).toContain(
      'À marie@orange.fr<br><time datetime="2026-11-22T13:20:00.000Z">22 novembre à 14 h 20</time>',
    )
  })

  test('the code is one click away: as the mail looks, as text', async () => {
    const page = await (await get(`/mailbox/${first}`)).text()
    expect(page).toContain(
      `<iframe class="sheet" title="Le message tel qu’il s’affiche" src="/mailbox/${first}/html" sandbox=`,
    )
    expect(await (await get(`/mailbox/${first}/html`)).text()).toContain('12345678')
    expect(await (await get(`/mailbox/${first}/texte`)).text()).toContain('Votre code : 12345678 &lt;script&gt;')
  })

  test('the headers are shown as they went out', async () => {
    const html = await (await get(`/mailbox/${first}/en-tetes`)).text()
    expect(html).toContain('Return-Path: &lt;bounce+t@cabinet.fr&gt;')
    expect(html).toContain('Auto-Submitted: auto-generated')
    expect(html).toMatch(/\nMessage-ID:\s+&lt;migration-code\.0b5f7e0e/)
  })

  test('a subject that holds markup is shown, not obeyed, and no page holds a script', async () => {
    for (const path of ['/mailbox', `/mailbox/${first}`, `/mailbox/${first}/texte`, `/mailbox/${first}/en-tetes`]) {
      const response = await get(path)
      expect(await response.text()).not.toContain('<script')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'sha256-")
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('the mail’s own page may style itself and nothing else, in a sandbox', async () => {
    const policy = (await get(`/mailbox/${first}/html`)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(policy).toContain('sandbox')
    expect(policy).not.toContain('allow-scripts')
    expect(policy).not.toContain('allow-same-origin')
  })

  test('an empty mailbox says so', async () => {
    const empty = createMailbox(join(root, 'none'))
    const response = await empty(new Request('http://localhost:3000/mailbox'), '::1')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Aucun message pour l’instant.')
  })

  test.each([
    '/mailbox/..%2Fsecret',
    '/mailbox/%2e%2e/secret',
    '/mailbox/../secret',
    '/mailbox/secret',
    `/mailbox/${first}%00`,
    `/mailbox/${first}.eml`,
    `/mailbox/${first}/x`,
    `/mailbox/${first}/constructor`,
    `/mailbox/${first}/html/x`,
    `/mailbox/${first.replace('0b5f', '9999')}`,
    '/autre',
  ])('%s is no message', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })

  test('no name leads out of its folder, however it got here', async () => {
    for (const id of ['../secret', '..\\secret', `../mailbox/${first}`, `${first}/../../secret`, '']) {
      expect(await readMail(join(root, 'mailbox'), id)).toBeNull()
    }
    expect((await readMail(join(root, 'mailbox'), first))?.to).toBe('marie@orange.fr')
  })

  test('it is only read', async () => {
    expect((await get('/mailbox', { method: 'POST', body: 'x' })).status).toBe(405)
  })
})

describe('who may read the demonstration mailbox', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('a browser at %s may', async (socket) => {
    expect((await get('/mailbox', {}, socket)).status).toBe(200)
    expect((await get('/mailbox', {}, socket, 'http://127.0.0.1:3000')).status).toBe(200)
  })

  test.each([
    '192.168.1.7',
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '2001:db8::1',
    'fe80::1',
    '',
    '1127.0.0.1',
    '127.0.0.1.evil.fr',
  ])('a peer at %j may not', async (socket) => {
    expect((await get('/mailbox', {}, socket)).status).toBe(404)
  })

  test.each([
    'http://evil.fr:3000',
    'http://localhost.evil.fr',
    'http://127.0.0.1.nip.io',
    'http://192.168.1.7:3000',
    'http://localhost.:3000',
  ])('a page that reaches us as %s may not (its name was rebound to this machine)', async (origin) => {
    expect((await get('/mailbox', {}, '127.0.0.1', origin)).status).toBe(404)
  })

  test('a Host header that says something else than the address may not', async () => {
    expect((await get('/mailbox', { headers: { Host: 'evil.fr' } })).status).toBe(404)
    expect((await get('/mailbox', { headers: { Host: 'LOCALHOST:3000' } })).status).toBe(200)
  })

  test.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'])(
    'whoever comes through a proxy (%s) may not',
    async (header) => {
      const response = await get('/mailbox', { headers: { [header]: '127.0.0.1' } })
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('marie@orange.fr')
    },
  )
})
