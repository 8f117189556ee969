import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { directTransport } from '../../server/mail/direct-transport.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer } from '../support/name-server.ts'
import { answers, type Script, startScriptedSmtp } from '../support/scripted-smtp.ts'
import { type MailWorld, mailWorld } from './mail-world.ts'

const quick = { connectMs: 400, silenceMs: 400 }

let world: MailWorld
let closing: (() => Promise<unknown>)[]
beforeEach(async () => {
  world = await mailWorld()
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  await world.close()
})

/** A courier to one scripted server: through it as our relay, or straight to it as the MX of orange.fr. */
async function courierTo(way: 'relay' | 'direct', script: Script) {
  const server = await startScriptedSmtp(script)
  const { deps } = world
  const dns = await nameServer({ 'orange.fr': { mx: [[10, 'mx.orange.fr']] }, 'mx.orange.fr': { a: ['127.0.0.1'] } })
  const mail = { ...deps.settings.mail, directDomains: way === 'direct' ? ['*'] : [], dnsServers: [dns.address] }
  const own = {
    ...deps,
    settings: { ...deps.settings, mail },
    mailDomains: createMailDomains([dns.address], deps.clock),
  }
  const internet = { port: server.port, mayReach: () => true, limits: quick }
  const transport = way === 'relay' ? smtpTransport(server.url, {}, quick) : directTransport(own, internet)
  const courier = createCourier(own, transport)
  closing.push(courier.stop, server.close)
  return { courier, server }
}

/** What became of one message after one attempt. */
async function fateAfter(way: 'relay' | 'direct', script: Script) {
  const { courier, server } = await courierTo(way, script)
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
    ['silence after the mail', 'END', 'SILENCE', 'ETIMEDOUT'],
    ['a line dropped at the greeting', 'GREETING', 'DROP', 'ECONNECTION'],
    ['a line dropped at RCPT', 'RCPT', 'DROP', 'ECONNECTION'],
    ['a line dropped after the mail', 'END', 'DROP', 'ECONNECTION'],
  ] as const)('%s is nobody’s answer: tried again soon', async (_name, moment, act, code) => {
    const { server: asked, ...fate } = await fateAfter(way, at(moment, act))
    expect(fate).toMatchObject({ ...away, by: null, reply: `${server} ${code}` })
    // What may have been taken is not told a second time within the attempt.
    expect(asked.lines.filter((line) => line === 'DATA').length).toBe(
      moment === 'END' ? 1 : 0 + Number(moment === 'RCPT'),
    )
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
