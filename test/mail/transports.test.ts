import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterEach, describe, expect, test } from 'vitest'
import { mailboxTransport } from '../../server/mail/mailbox-transport.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import type { Mail } from '../../server/mail/transport.ts'
import { reply, startRelay } from './relay.ts'

const mail: Mail = {
  messageId: 'migration-code.0b5f7e0e-1111-4222-8333-444455556666@cabinet.fr',
  date: new Date('2026-11-22T13:05:42.123Z'),
  from: { name: 'Cabinet Morel', address: 'bonjour@cabinet.fr' },
  envelopeFrom: 'bounce+token@cabinet.fr',
  to: 'marie@orange.fr',
  subject: 'Été – à bientôt',
  text: 'Bonjour,',
  html: '<p>Bonjour,</p>',
}

let closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})
async function relay(behaviour: Parameters<typeof startRelay>[0] = {}) {
  const server = await startRelay(behaviour)
  closing.push(server.close)
  return server
}
function transport(url: string) {
  const made = smtpTransport(url)
  closing.unshift(made.close)
  return made
}

describe('by SMTP', () => {
  test.each([
    ['a full box, for now', 452, '4.2.2 mailbox full', { kind: 'later', reply: '452 4.2.2' }],
    ['greylisting', 450, '4.7.1 try again', { kind: 'later', reply: '450 4.7.1' }],
    ['a full box', 552, '5.2.2 over quota', { kind: 'never', reply: '552 5.2.2' }],
    ['an unknown user', 550, 'no such user marie@orange.fr', { kind: 'never', reply: '550' }],
    ['a server that wants us to sign in', 530, '5.7.0 authenticate first', { kind: 'later', reply: '530 5.7.0' }],
  ])('%s is told by its codes, without the address', async (_name, code, words, expected) => {
    const server = await relay({ atRecipient: () => reply(code, words) })
    expect(await transport(server.url).send(mail)).toEqual({ accepted: false, by: null, ...expected })
  })

  test('a mail refused for its content is refused for good', async () => {
    const server = await relay({ atEnd: () => reply(554, '5.7.1 looks like spam') })
    expect(await transport(server.url).send(mail)).toEqual({
      accepted: false,
      kind: 'never',
      reply: '554 5.7.1',
      by: null,
    })
  })

  test('no TLS offered, nothing said: without `?tls=off` a relay in clear hears neither recipient nor code', async () => {
    const server = await relay()
    const attempt = await transport(`smtp://127.0.0.1:${server.port}`).send(mail)
    expect(attempt).toMatchObject({ accepted: false, kind: 'away' })
    expect(server.asked()).toBe(0)
  })

  test('a certificate that nobody vouches for is refused', async () => {
    const server = await relay({ options: { disabledCommands: ['AUTH'] } })
    const attempt = await transport(`smtp://localhost:${server.port}`).send(mail)
    expect(attempt).toMatchObject({ accepted: false, kind: 'away' })
    expect(server.asked()).toBe(0)
  })

  test('our own wrong password is the relay’s absence, never the recipient’s fault', async () => {
    const server = await relay({
      options: {
        disabledCommands: ['STARTTLS'],
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, callback) => callback(reply(535, '5.7.8 bad credentials')),
      },
    })
    const attempt = await transport(`smtp://user:p%40ss@127.0.0.1:${server.port}?tls=off`).send(mail)
    expect(attempt).toEqual({ accepted: false, kind: 'away', reply: 'relay 535 5.7.8', by: null })
  })

  test('a user and password of the address are given to the relay, decoded', async () => {
    let given: unknown
    const server = await relay({
      options: {
        disabledCommands: ['STARTTLS'],
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, callback) => {
          given = { username, password }
          callback(null, { user: 'relay' })
        },
      },
    })
    expect(await transport(`smtp://user:p%40ss@127.0.0.1:${server.port}?tls=off`).send(mail)).toEqual({
      accepted: true,
      reply: '250',
      by: null,
    })
    expect(given).toEqual({ username: 'user', password: 'p@ss' })
  })

  test('a server that hangs up in the middle of a mail may have taken it: not final, and not told again at once', async () => {
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.write('220 hello\r\n')
      socket.on('error', () => {})
      socket.on('data', (said) => {
        const line = said.toString()
        if (line.startsWith('EHLO')) socket.write('250 hello\r\n')
        else if (/^(MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n')
        else if (line.startsWith('DATA')) socket.write('354 go\r\n')
        else socket.destroy()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const listening = server.address()
    const port = listening && typeof listening === 'object' ? listening.port : 0
    const attempt = await transport(`smtp://127.0.0.1:${port}?tls=off`).send(mail)
    expect(attempt).toMatchObject({ kind: 'later', reply: expect.stringMatching(/^relay E[A-Z]+ DATA$/), by: null })
    expect(connections).toBe(1)
    server.close()
  })
})

describe('hostile words in a mail', () => {
  const attacks = [
    'marie@orange.fr\r\nBcc: evil@x.fr',
    'a@b.fr, evil@x.fr',
    'Marie <evil@x.fr>',
    'marie@orange.fr\u202e',
  ]

  test.each(attacks)('%j is no recipient', async (to) => {
    const server = await relay()
    expect(await transport(server.url).send({ ...mail, to })).toEqual({
      accepted: false,
      kind: 'never',
      reply: 'EENVELOPE',
      by: null,
    })
    expect(server.asked()).toBe(0)
  })

  test('a subject or a sender’s name that holds line breaks adds no header and no recipient', async () => {
    const server = await relay()
    const evil = 'x\r\nBcc: evil@x.fr\r\n\r\n<b>corps</b>'
    await transport(server.url).send({ ...mail, subject: evil, from: { ...mail.from, name: evil } })
    const [received] = server.received
    expect(received?.to).toEqual(['marie@orange.fr'])
    const parsed = await PostalMime.parse(received?.source ?? '')
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(parsed.from?.address).toBe('bonjour@cabinet.fr')
    expect(parsed.text?.trim()).toBe('Bonjour,')
  })
})

describe('into the demonstration mailbox', () => {
  async function folder() {
    const dir = await mkdtemp(join(tmpdir(), 'connexion-mailbox-'))
    closing.push(() => rm(dir, { recursive: true }))
    return join(dir, 'mailbox')
  }

  test('a mail is one whole file that a mail program reads, for this user’s eyes only', async () => {
    const dir = await folder()
    expect(await mailboxTransport(dir).send(mail)).toEqual({ accepted: true, reply: '250', by: null })
    expect(await readdir(dir)).toEqual(['20261122130542123-migration-code.0b5f7e0e-1111-4222-8333-444455556666.eml'])
    const file = join(dir, (await readdir(dir))[0] ?? '')
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect((await stat(dir)).mode & 0o077).toBe(0)
    const parsed = await PostalMime.parse(await readFile(file))
    expect(parsed.text?.trim()).toBe(mail.text)
    expect(parsed.html?.trim()).toBe(mail.html)
    expect(parsed).toMatchObject({
      subject: mail.subject,
      from: mail.from,
      returnPath: mail.envelopeFrom,
      messageId: `<${mail.messageId}>`,
    })
  })

  test('a folder that cannot be written is a server that is away', async () => {
    const dir = await folder()
    const attempt = await mailboxTransport(join('/dev/null', dir)).send(mail)
    expect(attempt).toEqual({ accepted: false, kind: 'away', reply: 'relay ENOTDIR', by: null })
  })
})
