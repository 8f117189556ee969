import { describe, expect, test } from 'vitest'
import { type DeliveryReason, type DeliveryStatus, reasonOf } from '../../server/domain/delivery.ts'
import { type CarriedCode, type DeliveryRow, deliveryOf } from '../../server/domain/told-delivery.ts'
import { flowFacts, later, now } from './facts.ts'

const row = (status: DeliveryStatus, changes: Partial<DeliveryRow> = {}): DeliveryRow => ({
  at: now,
  status,
  reason: null,
  by: null,
  filter: null,
  reported: false,
  ...changes,
})

type Message = NonNullable<CarriedCode['message']>

const queued: Message = {
  state: 'QUEUED',
  lastReply: null,
  createdAt: now,
  settledAt: null,
  leasedUntil: null,
  nextAttemptAt: now,
  deliveries: [],
}
const sent: Message = { ...queued, state: 'SENT', lastReply: '250', settledAt: now }
const dropped: Message = { ...queued, state: 'ABANDONED', settledAt: now }

const carried = (message: Message | null, generation = 1, email = 'marie@orange.fr'): CarriedCode => ({
  generation,
  email,
  message,
})

const told = (...codes: CarriedCode[]) => deliveryOf(flowFacts(), codes, later({ minutes: 1 }))

describe('each row of the table of replies is told as it is', () => {
  const attempt = (reply: string, message: Message, status: DeliveryStatus) =>
    told(
      carried({
        ...message,
        lastReply: reply,
        deliveries: [row(status, { reason: reasonOf(reply), by: 'orange.fr' })],
      }),
    )

  test('250: accepted, by our relay or by their own server', () => {
    expect(told(carried({ ...sent, deliveries: [row('ACCEPTED')] }))).toMatchObject({ status: 'ACCEPTED', by: null })
    const direct = told(carried({ ...sent, deliveries: [row('ACCEPTED', { by: 'orange.fr' })] }))
    expect(direct).toEqual({
      status: 'ACCEPTED',
      reason: null,
      by: 'orange.fr',
      filter: null,
      at: now,
      nextAttemptAt: null,
    })
  })

  test.each<[string, DeliveryReason]>([
    ['450 4.7.1', 'GREYLISTED'],
    ['451', 'GREYLISTED'],
    ['452 4.2.2', 'FULL'],
    ['421 4.3.2', 'LATER'],
    ['relay ETIMEDOUT', 'UNREACHABLE'],
  ])('%s: delayed, %s, and tried again when it is told', (reply, reason) => {
    const nextAttemptAt = later({ minutes: 5 })
    expect(attempt(reply, { ...queued, nextAttemptAt }, 'DELAYED')).toMatchObject({
      status: 'DELAYED',
      reason,
      nextAttemptAt,
    })
  })

  test.each<[string, DeliveryReason]>([
    ['552 5.2.2', 'FULL'],
    ['550 5.1.1', 'UNKNOWN'],
    ['550 5.1.2', 'DOMAIN'],
    ['556 5.1.10', 'DOMAIN'],
    ['550 5.2.1', 'CLOSED'],
    ['554 5.7.1', 'FILTERED'],
    ['550 5.3.4', 'OTHER'],
  ])('%s: refused, %s, and not tried again', (reply, reason) => {
    expect(attempt(reply, dropped, 'REFUSED')).toMatchObject({ status: 'REFUSED', reason, nextAttemptAt: null })
  })

  test('a domain behind a challenge filter: held, with the name of the filter', () => {
    const held = row('HELD', { by: 'cabinet.fr', filter: 'MailInBlack' })
    expect(told(carried({ ...sent, deliveries: [held] }))).toMatchObject({ status: 'HELD', filter: 'MailInBlack' })
  })

  test('out of time: abandoned, for what delayed it to the end', () => {
    const rows = [
      row('DELAYED', { reason: 'GREYLISTED' }),
      row('ABANDONED', { at: later({ hours: 3 }), reason: 'GREYLISTED' }),
    ]
    expect(told(carried({ ...dropped, deliveries: rows }))).toMatchObject({ status: 'ABANDONED', reason: 'GREYLISTED' })
  })
})

describe('of one message the last word counts', () => {
  test('nothing yet: queued, and sending while a courier holds it', () => {
    expect(told(carried(queued))).toMatchObject({ status: 'QUEUED', at: now, nextAttemptAt: null })
    expect(told(carried({ ...queued, leasedUntil: later({ minutes: 2 }) }))).toMatchObject({ status: 'SENDING' })
    // Its courier died: nobody is sending.
    expect(told(carried({ ...queued, leasedUntil: later({ seconds: 59 }) }))).toMatchObject({ status: 'QUEUED' })
  })

  test('delayed, then accepted: accepted', () => {
    const rows = [row('ACCEPTED', { at: later({ minutes: 5 }) }), row('DELAYED', { reason: 'GREYLISTED' })]
    expect(told(carried({ ...sent, deliveries: rows }))).toMatchObject({
      status: 'ACCEPTED',
      at: later({ minutes: 5 }),
    })
  })

  test('a second try under way is still the delay that made it, without a time to wait for', () => {
    const waiting = {
      ...queued,
      nextAttemptAt: later({ minutes: 1 }),
      deliveries: [row('DELAYED', { reason: 'FULL' })],
    }
    expect(told(carried({ ...waiting, leasedUntil: later({ minutes: 2 }) }))).toMatchObject({
      status: 'DELAYED',
      reason: 'FULL',
      nextAttemptAt: null,
    })
  })

  test('accepted, then reported refused, delayed or held: what was reported', () => {
    for (const status of ['REFUSED', 'DELAYED', 'HELD'] as const) {
      const rows = [row('ACCEPTED'), row(status, { at: later({ seconds: 30 }), reported: true })]
      // The next try of a mail that we handed over is not ours.
      expect(told(carried({ ...sent, deliveries: rows }))).toMatchObject({ status, nextAttemptAt: null })
    }
  })

  test('a report of the same instant comes after its attempt', () => {
    const rows = [row('REFUSED', { reported: true, reason: 'UNKNOWN' }), row('ACCEPTED')]
    expect(told(carried({ ...sent, deliveries: rows }))).toMatchObject({ status: 'REFUSED', reason: 'UNKNOWN' })
  })

  test('a report of delay that comes late does not unsay a refusal, nor « accepted » a filter', () => {
    const late = (status: DeliveryStatus) => row(status, { at: later({ seconds: 30 }), reported: true })
    const refused = { ...dropped, deliveries: [row('REFUSED', { reason: 'FULL' }), late('DELAYED')] }
    expect(told(carried(refused))).toMatchObject({ status: 'REFUSED', reason: 'FULL' })
    const held = { ...sent, deliveries: [row('HELD', { filter: 'MailInBlack' }), late('ACCEPTED')] }
    expect(told(carried(held))).toMatchObject({ status: 'HELD', filter: 'MailInBlack' })
    expect(told(carried({ ...held, deliveries: [...held.deliveries, late('REFUSED')] }))).toMatchObject({
      status: 'REFUSED',
    })
  })

  test('a message without a history is read by its state and last reply', () => {
    expect(told(carried(sent))).toMatchObject({ status: 'ACCEPTED', by: null, at: now })
    expect(told(carried({ ...dropped, lastReply: '550 5.1.1' }))).toMatchObject({
      status: 'REFUSED',
      reason: 'UNKNOWN',
    })
    expect(told(carried({ ...dropped, lastReply: 'LATE' }))).toMatchObject({ status: 'ABANDONED', reason: null })
  })
})

describe('of several codes the newest counts', () => {
  const refused = (reason: DeliveryReason, at = now): Message => ({
    ...dropped,
    deliveries: [row('REFUSED', { reason, at })],
  })

  test('whatever became of the earlier ones', () => {
    const newest = { ...sent, deliveries: [row('ACCEPTED', { at: later({ minutes: 2 }) })] }
    for (const earlier of [refused('UNKNOWN'), refused('FULL'), queued]) {
      expect(told(carried(newest, 2), carried(earlier, 1))).toMatchObject({ status: 'ACCEPTED' })
    }
  })

  test('but a mailbox that is lost stays lost until the new mail says otherwise', () => {
    const asked = { ...queued, createdAt: later({ seconds: 61 }) }
    for (const reason of ['UNKNOWN', 'DOMAIN', 'CLOSED'] as const) {
      expect(told(carried(refused(reason), 1), carried(asked, 2))).toMatchObject({ status: 'REFUSED', reason })
    }
    // What its owner may have mended meanwhile is asked anew.
    for (const reason of ['FULL', 'FILTERED', 'OTHER'] as const) {
      expect(told(carried(refused(reason), 1), carried(asked, 2))).toMatchObject({ status: 'QUEUED' })
    }
  })

  test('and a refusal of the earlier mail that is learnt after the newest was taken is told', () => {
    const newest = { ...sent, deliveries: [row('ACCEPTED')] }
    const earlier = refused('FULL', later({ seconds: 20 }))
    expect(told(carried(newest, 2), carried(earlier, 1))).toMatchObject({ status: 'REFUSED', reason: 'FULL' })
  })

  test('what was mailed to another address says nothing of this one', () => {
    expect(told(carried(refused('UNKNOWN'), 1, 'marie@oragne.fr'), carried(queued, 2))).toMatchObject({
      status: 'QUEUED',
    })
    expect(told(carried(refused('UNKNOWN'), 1, 'marie@oragne.fr'))).toBeNull()
    expect(told()).toBeNull()
    expect(told(carried(null))).toBeNull()
  })
})

test('a reset never hears of its mail, nor does a migration whose code goes to the verified address', () => {
  const refused = [carried({ ...dropped, deliveries: [row('REFUSED', { reason: 'CLOSED' })] })]
  expect(deliveryOf(flowFacts({ kind: 'RESET' }), refused, now)).toBeNull()
  expect(deliveryOf(flowFacts({ emailFixed: true }), refused, now)).toBeNull()
  expect(deliveryOf(flowFacts({ kind: 'EMAIL_CHANGE' }), refused, now)).toMatchObject({ status: 'REFUSED' })
})
