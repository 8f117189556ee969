import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { directTransport } from '../../server/mail/direct-transport.ts'
import { type SmtpLimits, smtpTransport } from '../../server/mail/relay-transport.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer } from '../support/name-server.ts'
import { answers, type Script, startScriptedSmtp } from '../support/scripted-smtp.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'

const quick = { connectMs: 400, silenceMs: 400, verdictMs: 400 }

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

/** A courier to one scripted server: through it as our relay, or straight to it as the MX of orange.fr. */
async function courierTo(way: 'relay' | 'direct', script: Script, limits: SmtpLimits = quick, elsewhere?: number) {
  const server = await startScriptedSmtp(script)
  const port = elsewhere ?? server.port
  const { deps } = world
  const dns = await nameServer({ 'orange.fr': { mx: [[10, 'mx.orange.fr']] }, 'mx.orange.fr': { a: ['127.0.0.1'] } })
  const mail = { ...deps.settings.mail, directDomains: way === 'direct' ? ['*'] : [], dnsServers: [dns.address] }
  const own = {
    ...deps,
    settings: { ...deps.settings, mail },
    mailDomains: createMailDomains([dns.address], deps.clock),
  }
  const internet = { port, mayReach: () => true, limits }
  const transport =
    way === 'relay' ? smtpTransport(`smtp://127.0.0.1:${port}?tls=off`, {}, limits) : directTransport(own, internet)
  const courier = createCourier(own, transport)
  closing.push(courier.stop, server.close)
  return { courier, server }
}

/** What became of one message after one attempt. */
async function fateAfter(way: 'relay' | 'direct', script: Script, limits: SmtpLimits = quick) {
  const { courier, server } = await courierTo(way, script, limits)
  const { message } = await world.codeMail('marie@orange.fr')
  await courier.runOnce()
  const { state, lastReply, nextAttemptAt, code } = await world.messageOf(message.id)
  const rows = await world.db.delivery.findMany({ where: { messageId: message.id } })
  const [{ status, reason, by, reply } = { status: null, reason: null, by: null, reply: null }] = rows
  expect(rows.length).toBe(1)
  const waitsFor = state === 'QUEUED' ? (nextAttemptAt.getTime() - world.clock.now().getTime()) / 1000 : null
  return { state, lastReply, status, reason, by, reply, waitsFor, accepted: code?.acceptedAt !== null, server }
}

const at =
  (moment: string, act: Awaited<ReturnType<Script>>): Script =>
  (reached) =>
    reached === moment ? act : null
const greylisted = { state: 'QUEUED', status: 'DELAYED', reason: 'GREYLISTED', waitsFor: 60, accepted: false }
const stopped = { state: 'ABANDONED', status: 'REFUSED', waitsFor: null, accepted: false }
const away = { state: 'QUEUED', status: 'DELAYED', reason: 'UNREACHABLE', waitsFor: 10, accepted: false }

describe.each(['relay', 'direct'] as const)('what a server answered, %s', (way) => {
  const by = way === 'direct' ? 'orange.fr' : null
  const server = way === 'direct' ? 'mx' : 'relay'

  test.each([
    ['250', at('RCPT', null), { state: 'SENT', status: 'ACCEPTED', reason: null, reply: '250', accepted: true }],
    ['450 4.7.1 to RCPT', at('RCPT', answers.greylisted), { ...greylisted, reply: '450 4.7.1' }],
    ['451 4.7.1 after the mail', at('END', { say: '451 4.7.1 later' }), { ...greylisted, reply: '451 4.7.1' }],
    ['450 to MAIL', at('MAIL', { say: '450 later' }), { ...greylisted, reply: '450' }],
    ['452 4.2.2', at('RCPT', answers.fullForNow), { ...greylisted, reason: 'FULL', reply: '452 4.2.2' }],
    ['550 5.1.1', at('RCPT', answers.unknown), { ...stopped, reason: 'UNKNOWN', reply: '550 5.1.1' }],
    ['552 5.2.2', at('RCPT', answers.full), { ...stopped, reason: 'FULL', reply: '552 5.2.2' }],
    ['550 5.2.1', at('RCPT', answers.closed), { ...stopped, reason: 'CLOSED', reply: '550 5.2.1' }],
    ['554 5.7.1 after the mail', at('END', answers.filtered), { ...stopped, reason: 'FILTERED', reply: '554 5.7.1' }],
    [
      '421 in the middle',
      at('RCPT', { say: '421 4.3.2 closing' }),
      { ...greylisted, reason: 'LATER', reply: '421 4.3.2' },
    ],
  ] as const)('%s: the right row, and the right retry or stop', async (_name, script, expected) => {
    expect(await fateAfter(way, script)).toMatchObject({ ...expected, lastReply: expected.reply, by })
  })

  test.each([
    ['silence where a greeting should be', 'GREETING', 'SILENCE', 'ETIMEDOUT'],
    ['silence to RCPT', 'RCPT', 'SILENCE', 'ETIMEDOUT'],
    ['a line dropped at the greeting', 'GREETING', 'DROP', 'ECONNECTION'],
    ['a line dropped at RCPT', 'RCPT', 'DROP', 'ECONNECTION'],
  ] as const)('%s is nobody’s answer: tried again soon', async (_name, moment, act, code) => {
    const { server: asked, ...fate } = await fateAfter(way, at(moment, act))
    expect(fate).toMatchObject({ ...away, by: null, reply: `${server} ${code}` })
    expect(asked.taken).toEqual([])
  })

  test.each([
    ['silence after the mail', 'SILENCE', 'ETIMEDOUT'],
    ['a line dropped after the mail', 'DROP', 'ECONNECTION'],
  ] as const)('%s may be a mail taken: no copy at once, and few later', async (_name, act, code) => {
    const { courier, server: asked } = await courierTo(way, at('END', act))
    const { message } = await world.codeMail('marie@orange.fr')
    const waits: number[] = []
    for (let copies = 1; copies <= 4; copies++) {
      await courier.runOnce()
      expect(asked.lines.filter((line) => line === 'DATA').length).toBe(copies)
      const { state, lastReply, nextAttemptAt } = await world.messageOf(message.id)
      expect({ state, lastReply }).toEqual({ state: 'QUEUED', lastReply: `${server} ${code} DATA` })
      const [row] = await world.db.delivery.findMany({ where: { messageId: message.id }, orderBy: { at: 'desc' } })
      expect(row).toMatchObject({ status: 'DELAYED', reason: 'UNREACHABLE', by: null })
      waits.push((nextAttemptAt.getTime() - world.clock.now().getTime()) / 1000)
      world.clock.forward(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([60, 300, 900, 900])
  })

  test('a 250 that comes long after the mail is waited for, and sends no copy', async () => {
    const slow: Script = async (moment) => {
      if (moment === 'END') await new Promise((resolve) => setTimeout(resolve, 1_000))
      return null
    }
    const fate = await fateAfter(way, slow, { ...quick, verdictMs: 5_000 })
    expect(fate).toMatchObject({ state: 'SENT', status: 'ACCEPTED', by })
    expect(fate.server.taken.length).toBe(1)
  })

  test('a server that trickles its EHLO is left at the limit of the attempt', async () => {
    const trickle = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('220 hello\r\n')
      const drops = setInterval(() => socket.write('250-more\r\n'), 50)
      socket.on('close', () => clearInterval(drops))
    })
    await new Promise<void>((listening) => trickle.listen(0, '127.0.0.1', listening))
    closing.push(() => new Promise((closed) => trickle.close(closed)))
    const { port } = trickle.address() as AddressInfo
    const { courier } = await courierTo(way, () => null, { ...quick, attemptMs: 1_000 }, port)
    const { message } = await world.codeMail('marie@orange.fr')
    const began = performance.now()
    await courier.runOnce()
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'QUEUED', lastReply: `${server} ETIMEDOUT` })
  })

  test('no code is handed over once its time is out, however long its server let it wait', async () => {
    const slow: Script = async (moment) => {
      if (moment === 'EHLO') await new Promise((resolve) => setTimeout(resolve, 1_000))
      return null
    }
    const { courier, server: asked } = await courierTo(way, slow, { connectMs: 9_000, silenceMs: 9_000 })
    const { message } = await world.codeMail('marie@orange.fr')
    const giveUpAt = new Date(world.clock.now().getTime() + 500)
    await world.db.message.update({ where: { id: message.id }, data: { giveUpAt } })
    await courier.runOnce()
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'ABANDONED', lastReply: `${server} ETIMEDOUT` })
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(asked.taken).toEqual([])
  })

  test('a slow banner is waited for', async () => {
    const slow: Script = async (moment) => {
      if (moment === 'GREETING') await new Promise((resolve) => setTimeout(resolve, 200))
      return null
    }
    expect(await fateAfter(way, slow)).toMatchObject({ state: 'SENT', status: 'ACCEPTED', by })
  })

  test('a server that refuses one mail is given the next over the same line', async () => {
    const { courier, server: asked } = await courierTo(way, (moment, to) =>
      moment === 'RCPT' && to.startsWith('no') ? answers.unknown : null,
    )
    for (const name of ['yes1', 'no1', 'yes2', 'no2', 'yes3']) await world.codeMail(`${name}@orange.fr`)
    await courier.runOnce()
    expect(asked.taken.map(({ to }) => to).toSorted()).toEqual(['yes1@orange.fr', 'yes2@orange.fr', 'yes3@orange.fr'])
    expect(await world.db.message.count({ where: { state: 'ABANDONED' } })).toBe(2)
    expect(asked.mostOpen()).toBeLessThanOrEqual(5)
    await world.codeMail('yes4@orange.fr')
    const opened = asked.lines.filter((line) => line.startsWith('EHLO')).length
    await courier.runOnce()
    expect(asked.lines.filter((line) => line.startsWith('EHLO')).length).toBe(opened)
  })

  test('a filter’s refusal alerts the operator, without the address', async () => {
    await fateAfter(way, at('END', answers.filtered))
    const alerts = world.log.filter((line) => 'alert' in line)
    expect(alerts).toEqual([expect.objectContaining({ alert: 'FILTERED', level: 50, reply: '554 5.7.1' })])
    expect(JSON.stringify(alerts)).not.toMatch(/marie|orange/)
  })
})
