import nodemailer from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { createIntake, type Intake } from '../../../server/mail/reports/intake.ts'
import { listenForReports } from '../../../server/mail/reports/listener.ts'
import { migrate } from '../../support/steps.ts'
import { world } from '../../support/world.ts'
import { email, password, reportedOf, sentMessage, unknown } from './reported.ts'
import { bounceAddress, report, sample } from './samples.ts'
import { smtpTalk } from './smtp-talk.ts'

async function listening(take?: Intake) {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  await migrate(w, letter, email, password)
  const message = await sentMessage(w, letter.accountId)
  const listener = await listenForReports(w.deps, take ?? createIntake(w.deps), { port: 0, host: '127.0.0.1' })
  onTestFinished(() => listener.close())
  return { w, message, letter, port: listener.port, address: bounceAddress(message.id) }
}

/** As a mail server sends it: EHLO, MAIL FROM:<>, RCPT, DATA. */
function send(port: number, to: string, raw: Uint8Array) {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return transport.sendMail({ envelope: { from: '', to: [to] }, raw: Buffer.from(raw) })
}

test('a bounce that a mail server brings is in the history when its 250 leaves', async () => {
  const { w, message, port, address } = await listening()
  const { response } = await send(port, address, sample('gmail-unknown', address))
  expect(response).toMatch(/^250 /)
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('it relays for nobody and knows no mailbox but a live token’s', async () => {
  const { port, address } = await listening()
  const talk = await smtpTalk(port)
  expect(await talk.say('')).toMatch(/^220 /)
  await talk.say('EHLO mx.orange.fr')
  await talk.say('MAIL FROM:<>')
  const flipped = address.replace(/.(?=@)/, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16))
  for (const other of ['marie@orange.fr', 'bounce@tilleuls.example', 'postmaster@tilleuls.example', flipped, '']) {
    expect(await talk.say(`RCPT TO:<${other}>`), other).toMatch(/^(550 5\.1\.1|501) /)
  }
  expect(await talk.say('DATA')).toMatch(/^503 /)
  expect(await talk.say(`RCPT TO:<${address}>`)).toMatch(/^250 /)
  expect(await talk.say(`RCPT TO:<${bounceAddress('11111111-7f0b-4c3e-9a55-6a1f0c7d2e11')}>`)).toMatch(/^452 /)
})

test('it offers no sign-in, no TLS and no extension, and says how large a mail may be', async () => {
  const { port } = await listening()
  const talk = await smtpTalk(port)
  await talk.say('')
  let offered = ''
  talk.socket.on('data', (text) => {
    offered += text
  })
  await talk.say('EHLO x')
  expect(offered).toContain('SIZE 262144')
  expect(offered).not.toMatch(/AUTH|STARTTLS|DSN|SMTPUTF8|XCLIENT/)
  expect(await talk.say('AUTH PLAIN AGEAYg==')).toMatch(/^50\d /)
  expect(await talk.say('VRFY marie')).not.toMatch(/marie/)
  expect(await talk.say('MAIL FROM:<> SIZE=262145')).toMatch(/^552 /)
})

test('a mail of 256 kB and one byte is refused, announced or not, and nothing is noted', async () => {
  const { w, message, port, address } = await listening()
  const most = 256 * 1024
  const bare = report(address, unknown)
  const padded = (size: number) =>
    report(address, unknown, `\r\n${'x'.repeat(998)}`.repeat(300)).subarray(0, size - 2) as Buffer
  expect(bare.length).toBeLessThan(1000)
  const whole = (size: number) => Buffer.concat([padded(size), Buffer.from('\r\n')])
  await expect(send(port, address, whole(most + 1))).rejects.toMatchObject({ responseCode: 552 })
  expect(await reportedOf(w, message.id)).toEqual([])
  await send(port, address, whole(most))
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('a mail without end is cut off: memory does not follow it', async () => {
  const { port, address } = await listening()
  const talk = await smtpTalk(port)
  for (const line of ['', 'EHLO x', 'MAIL FROM:<>', `RCPT TO:<${address}>`, 'DATA']) await talk.say(line)
  const block = 'x'.repeat(998).concat('\r\n').repeat(64)
  for (let sent = 0; sent < 64 && !talk.isClosed(); sent++) {
    talk.socket.write(block)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await talk.whenClosed(2_000)
  expect(talk.isClosed()).toBe(true)
})

test('one address gets three connections, and has them back when it closes them', async () => {
  const { port } = await listening()
  const three = await Promise.all([smtpTalk(port), smtpTalk(port), smtpTalk(port)])
  for (const talk of three) expect(await talk.say('')).toMatch(/^220 /)
  const fourth = await smtpTalk(port)
  expect(await fourth.say('')).toMatch(/^421 /)
  three[0].socket.destroy()
  await three[0].whenClosed()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await (await smtpTalk(port)).say('')).toMatch(/^220 /)
})

test('a network has its three connections and no more, however many it opens', async () => {
  const { port } = await listening()
  const talks = []
  for (let round = 0; round < 4; round++) {
    talks.push(...(await Promise.all(Array.from({ length: 14 }, () => smtpTalk(port)))))
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const greetings = talks.map((talk) => talk.greeting())
  expect(greetings.filter((greeting) => greeting.startsWith('220')).length).toBe(3)
})

test('commands without end, or none that is one, end the connection', async () => {
  const { port } = await listening()
  const long = await smtpTalk(port)
  await long.say('')
  long.socket.write('E'.repeat(40_000))
  await long.whenClosed()
  expect(long.isClosed()).toBe(true)
  const lost = await smtpTalk(port)
  await lost.say('')
  for (let n = 0; n < 12 && !lost.isClosed(); n++) await lost.say('GET / HTTP/1.1')
  await lost.whenClosed()
  expect(lost.isClosed()).toBe(true)
})

test('the database away: 451, and the mail server brings it again', async () => {
  let away = true
  const made: { take?: Intake } = {}
  const { w, message, port, address } = await listening(async (mail) => {
    if (away) throw new Error('the database is away')
    return made.take?.(mail) ?? 'NO_TOKEN'
  })
  made.take = createIntake(w.deps)
  await expect(send(port, address, report(address, unknown))).rejects.toMatchObject({ responseCode: 451 })
  away = false
  await send(port, address, report(address, unknown))
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('the envelope names the message, whatever the mail says inside', async () => {
  const { w, letter, message, port, address } = await listening()
  const other = await sentMessage(w, letter.accountId)
  await send(port, address, report(bounceAddress(other.id), unknown))
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
  expect(await reportedOf(w, other.id)).toEqual([])
})

test('a port that is taken is told in a sentence', async () => {
  const { w, port } = await listening()
  const again = listenForReports(w.deps, async () => 'NO_TOKEN', { port, host: '127.0.0.1' })
  await expect(again).rejects.toThrow(`Port ${port} (BOUNCE_PORT) is already in use.`)
})

test('one who holds a token is heard twenty times an hour, and nobody else the less', async () => {
  const { w, letter, message, address } = await listening()
  const take = createIntake(w.deps)
  const answers: string[] = []
  for (let n = 0; n < 25; n++) {
    answers.push(await take({ source: report(address, unknown), envelope: { from: '', to: address } }))
  }
  expect(answers.slice(0, 3)).toEqual(['NOTED', 'NO_NEWS', 'NO_NEWS'])
  expect(answers.slice(18)).toEqual(['NO_NEWS', 'NO_NEWS', ...Array(5).fill('TOO_MANY')])
  const other = await sentMessage(w, letter.accountId)
  expect(await take({ source: report(bounceAddress(other.id), unknown), envelope: null })).toBe('NOTED')
  w.clock.forward({ hours: 1 })
  expect(await take({ source: report(address, { Action: 'delivered' }), envelope: null })).toBe('NOTED')
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN', 'ACCEPTED'])
})
