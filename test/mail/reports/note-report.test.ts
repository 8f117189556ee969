import { pino } from 'pino'
import { expect, test } from 'vitest'
import { noteReport } from '../../../server/mail/reports/note-report.ts'
import { showAccount } from '../../../server/staff/show-account.ts'
import { ask } from '../../staff/support.ts'
import { migrate, steps } from '../../support/steps.ts'
import { world } from '../../support/world.ts'
import { delayed, delivered, email, newRing, password, reportedOf, sentMessage, tell, unknown } from './reported.ts'
import { bounceAddress, report, sample } from './samples.ts'

async function opened() {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  const token = await migrate(w, letter, email, password)
  w.clock.forward({ minutes: 5 })
  const message = await sentMessage(w, letter.accountId)
  return { w, letter, token, message }
}
const refusedAt = async ({ w }: Pick<Awaited<ReturnType<typeof opened>>, 'w'>) =>
  (await w.deps.db.credential.findFirstOrThrow()).emailRefusedAt

test('a refusal is written beside the message it is about, and its address is marked', async () => {
  const { w, message } = await opened()
  w.clock.forward({ minutes: 2 })
  expect(await tell(w, message.id, unknown)).toBe('NOTED')
  const rows = await w.deps.db.delivery.findMany({ where: { messageId: message.id }, orderBy: { at: 'asc' } })
  expect(rows).toMatchObject([
    { status: 'ACCEPTED', by: null, reported: false },
    {
      ...{ status: 'REFUSED', reason: 'UNKNOWN', reply: '550 5.1.1', reported: true, at: w.clock.now() },
      ...{ by: 'orange.example', filter: null },
    },
  ])
  expect(await w.deps.db.credential.findFirst()).toMatchObject({
    emailRefusedAt: w.clock.now(),
    emailRefusedFor: 'UNKNOWN',
  })
})

test('a report warns and does nothing else: every other table stays as it was', async () => {
  const { w, message } = await opened()
  const everything = async () => {
    const { db } = w.deps
    const credential = await db.credential.findMany({ omit: { emailRefusedAt: true, emailRefusedFor: true } })
    return [
      credential,
      ...(await Promise.all([
        ...[db.message.findMany(), db.account.findMany(), db.flow.findMany(), db.code.findMany()],
        ...[db.session.findMany(), db.counter.findMany(), db.event.findMany(), db.freezeLink.findMany()],
      ])),
    ]
  }
  const before = await everything()
  expect(await tell(w, message.id, unknown)).toBe('NOTED')
  expect(await everything()).toEqual(before)
})

test('mail still goes to an address that a report declared dead', async () => {
  const { w, message } = await opened()
  await tell(w, message.id, unknown)
  const step = steps(w)
  const { handle } = await step.requestReset('A100', email)
  const code = await w.codeSentTo(email)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
  expect(await refusedAt({ w }), 'and what arrived proves it alive').toBe(null)
})

test.each([
  ['at the last instant', { hours: 7 * 24 }, 'NOTED'],
  ['a second later', { hours: 7 * 24, seconds: 1 }, 'TOO_LATE'],
])('a token is worth something for seven days after the sending: %s', async (_, later, noted) => {
  const { w, message } = await opened()
  w.clock.forward(later)
  expect(await tell(w, message.id, unknown)).toBe(noted)
  expect(await reportedOf(w, message.id)).toEqual(noted === 'NOTED' ? ['REFUSED UNKNOWN'] : [])
})

test('one flipped digit, a key we never had, a message that never left: nothing', async () => {
  const { w, letter, message } = await opened()
  const flipped = `${message.id.slice(0, -1)}${message.id.endsWith('0') ? '1' : '0'}`
  const address = bounceAddress(message.id).replace(message.id.replaceAll('-', ''), flipped.replaceAll('-', ''))
  expect(await noteReport(w.deps, { source: report(address, unknown), envelope: null })).toBe('NO_TOKEN')
  expect(await tell(w, message.id, unknown, newRing(w))).toBe('NO_TOKEN')
  expect(await tell(w, '00000000-0000-4000-8000-000000000000', unknown), 'purged since').toBe('NO_MESSAGE')
  const waiting = await sentMessage(w, letter.accountId, { state: 'QUEUED', attempts: 0, settledAt: null })
  expect(await tell(w, waiting.id, unknown)).toBe('NO_MESSAGE')
  expect(await w.deps.db.delivery.count({ where: { reported: true } })).toBe(0)
  expect(await refusedAt({ w })).toBe(null)
})

test('a report made under a key since rotated still counts', async () => {
  const { w, message } = await opened()
  const { keys } = w.deps
  w.deps.keys = newRing(w)
  expect(await tell(w, message.id, unknown, keys)).toBe('NOTED')
  expect(await tell(w, message.id, delivered, w.deps.keys)).toBe('NOTED')
})

test('the same report again, and again, adds no row', async () => {
  const { w, message } = await opened()
  const answers = []
  for (let n = 0; n < 5; n++) answers.push(await tell(w, message.id, unknown), await tell(w, message.id, delivered))
  expect(answers.filter((answer) => answer === 'NOTED')).toHaveLength(2)
  expect(await w.deps.db.delivery.count({ where: { reported: true } })).toBe(2)
})

test('whatever its holder sends, a token fills no table', async () => {
  const { w, message } = await opened()
  const kinds = ['5.1.1', '5.1.2', '5.2.1', '5.2.2', '5.7.1', '5.5.0', '4.2.2', '4.4.1', '4.5.0']
  const fields = ['delayed', 'failed', 'delivered'].flatMap((Action) => kinds.map((Status) => ({ Action, Status })))
  for (const one of fields) await tell(w, message.id, one)
  expect(await w.deps.db.delivery.count({ where: { reported: true } })).toBe(8)
})

test('two reports at once: the same is noted once, and neither is lost when they differ', async () => {
  const { w, letter, message } = await opened()
  const same = await Promise.all(Array.from({ length: 8 }, () => tell(w, message.id, unknown)))
  expect(same.filter((answer) => answer === 'NOTED')).toHaveLength(1)
  const other = await sentMessage(w, letter.accountId)
  expect(await Promise.all([tell(w, other.id, unknown), tell(w, other.id, delivered)])).toEqual(['NOTED', 'NOTED'])
  expect((await reportedOf(w, other.id)).sort()).toEqual(['ACCEPTED', 'REFUSED UNKNOWN'])
})

test('what is delayed comes before the end, never after it', async () => {
  const { w, letter, message } = await opened()
  expect(await tell(w, message.id, delayed)).toBe('NOTED')
  w.clock.forward({ hours: 1 })
  expect(await tell(w, message.id, unknown)).toBe('NOTED')
  w.clock.forward({ hours: 1 })
  expect(await tell(w, message.id, { ...delayed, Status: '4.4.1', 'Diagnostic-Code': 'x' })).toBe('NO_NEWS')
  expect(await reportedOf(w, message.id)).toEqual(['DELAYED FULL', 'REFUSED UNKNOWN'])
  const refused = await sentMessage(w, letter.accountId, { state: 'ABANDONED' })
  await w.deps.db.delivery.updateMany({ where: { messageId: refused.id }, data: { status: 'REFUSED' } })
  expect(await tell(w, refused.id, delivered), 'refused while we spoke: nobody has it to report on').toBe('NO_NEWS')
})

test('a report about another message says nothing of this one', async () => {
  const { w, letter, message } = await opened()
  const other = await sentMessage(w, letter.accountId)
  await tell(w, other.id, delayed)
  expect(await reportedOf(w, message.id)).toEqual([])
  expect(await reportedOf(w, other.id)).toEqual(['DELAYED FULL'])
})

test('a report on an address since changed is kept, and marks neither address', async () => {
  const { w, token, message } = await opened()
  const step = steps(w)
  const { handle } = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(handle, await w.codeSentTo('marie@free.example'))
  expect(await tell(w, message.id, unknown)).toBe('NOTED')
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
  expect(await refusedAt({ w })).toBe(null)
})

test('a reset’s refused code is told to the service, and to nobody who asked for it', async () => {
  const { w } = await opened()
  w.clock.forward({ minutes: 1 })
  const step = steps(w)
  const known = await step.requestReset('A100', email)
  await w.deliver()
  const before = await step.flow(known.handle)
  const { id } = await w.deps.db.message.findFirstOrThrow({ where: { kind: 'RESET_CODE' } })
  await w.deps.db.message.update({ where: { id }, data: { email } })
  expect(await tell(w, id, unknown)).toBe('NOTED')
  expect(await step.flow(known.handle)).toEqual(before)
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({
    lastMessage: { kind: 'RESET_CODE', delivery: { status: 'REFUSED', reason: 'UNKNOWN' } },
  })
})

test('nothing of a bounce mail is ever logged: no address, no text, no subject', async () => {
  const { w, message } = await opened()
  const lines: string[] = []
  w.deps.log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const address = bounceAddress(message.id)
  for (const name of ['gmail-unknown', 'mailinblack-challenge', 'out-of-office', 'qmail-unknown', 'filtered']) {
    await noteReport(w.deps, { source: sample(name, address), envelope: null })
    await noteReport(w.deps, { source: sample(name, 'bounce@tilleuls.example'), envelope: null })
  }
  const log = lines.join('')
  expect(lines).toHaveLength(10)
  expect(log).toContain('"reply":"550 5.1.1"')
  expect(log).toContain('NO_TOKEN')
  expect(log).not.toMatch(/@|marie|durand|gmail|google|copro|86991277|https?:|does not exist|introuvable/i)
  expect(JSON.stringify(await w.deps.db.delivery.findMany())).not.toMatch(/@|marie|google|https?:|exist/i)
})

test('its owner reads it after signing in, and no longer once it is another address', async () => {
  const { w, token, message } = await opened()
  const step = steps(w)
  expect(await step.me(token)).toMatchObject({ email, emailRefused: null })
  await tell(w, message.id, unknown)
  const told = { at: w.clock.now().toISOString(), reason: 'UNKNOWN' }
  expect(await step.me(token)).toMatchObject({ email, emailRefused: told })
  const { handle } = await step.changeEmail(token, 'marie@free.example', password)
  expect(await step.me(token), 'not before the code').toMatchObject({ emailRefused: told })
  await step.verify(handle, await w.codeSentTo('marie@free.example'))
  expect(await step.me(token)).toMatchObject({ email: 'marie@free.example', emailRefused: null })
})

test('a freeze that puts the former address back forgets what was known of the thief’s', async () => {
  const { w, letter, token } = await opened()
  const step = steps(w)
  const { handle } = await step.changeEmail(token, 'voleur@free.example', password)
  await step.verify(handle, await w.codeSentTo('voleur@free.example'))
  const stolen = await sentMessage(w, letter.accountId, { email: 'voleur@free.example', domain: 'free.example' })
  await tell(w, stolen.id, unknown)
  expect(await refusedAt({ w })).not.toBe(null)
  await w.deliver()
  const notice = w.mails.findLast(({ to }) => to === email)?.text ?? ''
  const link = /\/ce-n-est-pas-moi\/([\w-]+)/.exec(notice)?.[1] ?? ''
  expect(await step.freeze(link)).toMatchObject({ emailUndo: 'RESTORED' })
  expect(await w.deps.db.credential.findFirst()).toMatchObject({ email, emailRefusedAt: null, emailRefusedFor: null })
})
