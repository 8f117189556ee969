import { describe, expect, test } from 'vitest'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer, type Zone } from '../support/name-server.ts'

const zones = {
  'orange.fr': {
    mx: [
      [20, 'smtp-in2.orange.fr'],
      [10, 'SMTP-in.Orange.fr'],
    ],
  },
  'cabinet-durand.fr': { mx: [[10, 'mx-mibc-fr-08.mailinblack.com']] },
  'notmailinblack.fr': { mx: [[10, 'mx.notmailinblack.com']] },
  'no-mail.fr': { mx: [[0, '.']], a: ['192.0.2.1'] },
  'address-only.fr': { a: ['192.0.2.1'] },
  'sixth-only.fr': { aaaa: ['2001:db8::1'] },
  'empty.fr': {},
  'broken.fr': 'SERVFAIL',
  'silent.fr': 'SILENCE',
  'silent-too.fr': 'SILENCE',
} as const

/** A moved-by-hand clock and the look-ups that a real name server on loopback answers. */
async function domains(own: Record<string, Zone> = { ...zones }) {
  const server = await nameServer(own)
  let now = Date.parse('2026-11-22T13:05:00Z')
  return {
    ...createMailDomains([server.address], { now: () => new Date(now) }),
    asked: server.asked,
    forward: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

const lasted = async (work: Promise<unknown>) => {
  const began = performance.now()
  await work
  return performance.now() - began
}

describe('what a domain says of its mail', () => {
  test.each([
    [
      'its MX hosts, the preferred one first',
      'orange.fr',
      { found: 'HOSTS', hosts: ['smtp-in.orange.fr', 'smtp-in2.orange.fr'], filter: null },
    ],
    [
      'the challenge filter that they stand for',
      'cabinet-durand.fr',
      { found: 'HOSTS', hosts: ['mx-mibc-fr-08.mailinblack.com'], filter: 'MailInBlack' },
    ],
    [
      'no filter by a name that only ends alike',
      'notmailinblack.fr',
      { found: 'HOSTS', hosts: ['mx.notmailinblack.com'], filter: null },
    ],
    ['none under a null MX, an address notwithstanding (RFC 7505)', 'no-mail.fr', { found: 'NONE' }],
    [
      'itself when it has only an address (RFC 5321 §5.1)',
      'address-only.fr',
      { found: 'HOSTS', hosts: ['address-only.fr'], filter: null },
    ],
    [
      'itself when that address is of IPv6',
      'sixth-only.fr',
      { found: 'HOSTS', hosts: ['sixth-only.fr'], filter: null },
    ],
    ['none with neither MX nor address', 'empty.fr', { found: 'NONE' }],
    ['none when it does not exist', 'oragne.fr', { found: 'NONE' }],
    ['nothing sure when its name server is broken', 'broken.fr', { found: 'UNSURE' }],
  ])('%s', async (_, domain, expected) => {
    const { look } = await domains()
    expect(await look(domain)).toEqual(expected)
  })
})

test('silence fails open within the limit', async () => {
  const { look } = await domains()
  const took = await lasted(look('silent.fr').then((answer) => expect(answer).toEqual({ found: 'UNSURE' })))
  expect(took).toBeGreaterThan(1000)
  expect(took).toBeLessThan(1600)
})

test('a name server that is not there fails open', async () => {
  const { look } = createMailDomains(['127.0.0.1:9'], { now: () => new Date() })
  expect(await lasted(look('orange.fr').then((answer) => expect(answer).toEqual({ found: 'UNSURE' })))).toBeLessThan(
    1600,
  )
})

test('one slow domain stops no look-up of another; two in a row spare the owners who come next the wait', async () => {
  const { look, asked, forward } = await domains()
  await look('silent.fr', 'owner')
  expect(await look('orange.fr', 'owner')).toMatchObject({ found: 'HOSTS' })
  await Promise.all([look('silent-too.fr', 'owner'), look('silent.fr', 'owner')])
  forward(31)
  await Promise.all([look('silent-too.fr', 'owner'), look('silent.fr', 'owner')])
  const before = asked.length
  expect(
    await lasted(look('cabinet-durand.fr', 'owner').then((answer) => expect(answer).toEqual({ found: 'UNSURE' }))),
  ).toBeLessThan(100)
  expect(asked.length).toBe(before)
  forward(31)
  expect(await look('cabinet-durand.fr', 'owner')).toMatchObject({ filter: 'MailInBlack' })
})

test('an answer is kept, a negative one for less long, and asked again when it is old', async () => {
  const { look, asked, forward } = await domains()
  const questionsOf = (domain: string) => asked.filter((question) => question === `MX ${domain}`).length
  for (const domain of ['orange.fr', 'oragne.fr', 'orange.fr', 'oragne.fr']) await look(domain)
  expect([questionsOf('orange.fr'), questionsOf('oragne.fr')]).toEqual([1, 1])
  forward(61)
  for (const domain of ['orange.fr', 'oragne.fr']) await look(domain)
  expect([questionsOf('orange.fr'), questionsOf('oragne.fr')]).toEqual([1, 2])
  forward(540)
  await look('orange.fr')
  expect(questionsOf('orange.fr')).toBe(2)
})

test('those who ask at the same time share one question', async () => {
  const { look, asked } = await domains()
  const answers = await Promise.all(Array.from({ length: 50 }, () => look('orange.fr')))
  expect(new Set(answers).size).toBe(1)
  expect(asked).toEqual(['MX orange.fr'])
})

test('a flood of names asks few at once and fails open for the rest', async () => {
  const { look, asked } = await domains()
  const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => look(`d${i}.example`, `owner ${i}`)))
  expect(asked.length).toBe(64)
  expect(answers.filter(({ found }) => found === 'UNSURE').length).toBe(436)
})

test('mail goes by the hosts that were known while no name server answers; a typed domain is not judged by them', async () => {
  const own: Record<string, Zone> = { 'orange.fr': { mx: [[10, 'mx.orange.fr']] } }
  const { look, forward } = await domains(own)
  const hosts = { found: 'HOSTS', hosts: ['mx.orange.fr'], filter: null }
  expect(await look('orange.fr')).toEqual(hosts)
  own['orange.fr'] = 'SILENCE'
  forward(601)
  expect(await look('orange.fr', 'owner')).toEqual({ found: 'UNSURE' })
  expect(await look('orange.fr')).toEqual(hosts)
  own['orange.fr'] = { mx: [[10, 'new.orange.fr']] }
  expect(await look('orange.fr')).toMatchObject({ hosts: ['new.orange.fr'] })
})

test('nothing known and no answer: the courier asks again at once when it must', async () => {
  const own: Record<string, Zone> = { 'orange.fr': 'SERVFAIL' }
  const { look } = await domains(own)
  expect(await look('orange.fr')).toEqual({ found: 'UNSURE' })
  own['orange.fr'] = { mx: [[10, 'mx.orange.fr']] }
  expect(await look('orange.fr')).toMatchObject({ found: 'HOSTS' })
})
