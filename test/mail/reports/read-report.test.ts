import { describe, expect, test } from 'vitest'
import { createKeyRing } from '../../../server/keys.ts'
import { messageOfBounceAddress } from '../../../server/mail/reports/bounce-address.ts'
import { readReport } from '../../../server/mail/reports/read-report.ts'
import { bounceAddress, keys, report, sample } from './samples.ts'

const messageId = '0d5b8f4e-7f0b-4c3e-9a55-6a1f0c7d2e11'
const address = bounceAddress(messageId)
const read = (source: Uint8Array) => readReport({ source, envelope: null }, keys)
const refused = (reason: string, reply: string | null, far = true) => ({
  ...{ status: 'REFUSED', reason, reply, filter: null, far },
})

const readings: [string, object | string][] = [
  ['postfix-unknown', refused('UNKNOWN', '550 5.1.1')],
  ['orange-full', refused('FULL', '552 5.1.1')],
  ['postfix-no-domain', refused('DOMAIN', '5.4.4', false)],
  ['exchange-unknown', refused('UNKNOWN', '550 5.1.10')],
  ['outlook-full', refused('FULL', '554 5.2.2')],
  ['gmail-unknown', refused('UNKNOWN', '550 5.1.1')],
  ['exim-closed', refused('CLOSED', '550 5.2.1')],
  ['filtered', refused('FILTERED', '550 5.7.26')],
  ['qmail-unknown', refused('UNKNOWN', '550 5.1.1')],
  ['postfix-delayed', { status: 'DELAYED', reason: 'UNREACHABLE', reply: '4.4.1', filter: null, far: false }],
  ['postfix-expired', { status: 'ABANDONED', reason: 'FULL', reply: '452 4.2.2', filter: null, far: true }],
  ['exim-expired', { status: 'ABANDONED', reason: 'UNREACHABLE', reply: '4.4.7', filter: null, far: false }],
  ['postfix-delivered', { status: 'ACCEPTED', reason: null, reply: null, filter: null, far: true }],
  ['postfix-relayed', 'NOTHING_SAID'],
  ['mailinblack-challenge', { status: 'HELD', reason: null, reply: null, filter: 'MailInBlack', far: false }],
  ['other-challenge', { status: 'HELD', reason: null, reply: null, filter: null, far: false }],
  ['out-of-office', 'NOTHING_SAID'],
]

describe('a mail to the bounce address, as real servers write it', () => {
  test.each(readings)('%s', async (name, expected) => {
    const told = typeof expected === 'string' ? expected : { messageId, fact: expected }
    const source = sample(name, address)
    expect(await read(source)).toEqual(told)
    const overTheWire = Buffer.from(Buffer.from(source).toString().replaceAll('\n', '\r\n'))
    expect(await readReport({ source: overTheWire, envelope: { from: '', to: address } }, keys)).toEqual(told)
  })
})

describe('the token', () => {
  test('is found whatever case a server gave it, and by every key of the ring', () => {
    expect(messageOfBounceAddress(keys, address.toUpperCase())).toBe(messageId)
    const second = new Uint8Array(32).fill(9)
    const rotated = createKeyRing(
      new Map([
        ['k2', second],
        ['k1', new Uint8Array(32).fill(7)],
      ]),
      'k2',
    )
    expect(messageOfBounceAddress(rotated, address)).toBe(messageId)
    expect(messageOfBounceAddress(rotated, bounceAddress(messageId, rotated))).toBe(messageId)
    expect(messageOfBounceAddress(keys, bounceAddress(messageId, rotated)), 'a key we no longer hold').toBe(null)
    expect(messageOfBounceAddress(createKeyRing(new Map([['k2', second]]), 'k2'), address)).toBe(null)
  })

  test('is worth nothing with any one digit flipped', () => {
    const start = 'bounce+'.length
    for (let i = start; i < start + 48; i++) {
      const flipped = (Number.parseInt(address[i] ?? '0', 16) ^ 1).toString(16)
      expect(messageOfBounceAddress(keys, address.slice(0, i) + flipped + address.slice(i + 1))).toBe(null)
    }
  })

  test.each([
    '',
    'bounce@tilleuls.example',
    'bonjour@tilleuls.example',
    address.replace('+', ''),
    `x${address}`,
    `${address}@x`,
  ])('is not in %s', (other) => expect(messageOfBounceAddress(keys, other)).toBe(null))

  test('is looked for where the mail went, not in what it says', async () => {
    const failed = { Action: 'failed', Status: '5.1.1' }
    expect(await read(report(address, failed))).toMatchObject({ messageId })
    const stranger = Buffer.from(report('bounce@tilleuls.example', { ...failed, 'X-Postfix-Sender': address }))
    expect(await read(stranger)).toBe('NO_TOKEN')
    expect(await readReport({ source: report(address, failed), envelope: { from: '', to: 'x@y.fr' } }, keys)).toBe(
      'NO_TOKEN',
    )
  })

  test('of two messages in one mail proves nothing of either', async () => {
    const another = bounceAddress('11111111-7f0b-4c3e-9a55-6a1f0c7d2e11')
    expect(await read(report(`${address}, ${another}`, { Action: 'failed', Status: '5.1.1' }))).toBe('NO_TOKEN')
    expect(await read(report(`${address}, ${address}`, { Action: 'failed', Status: '5.1.1' }))).toMatchObject({
      messageId,
    })
  })
})

describe('what a report cannot do', () => {
  test.each([
    ['an unknown action', { Action: 'suppressed', Status: '5.1.1' }],
    ['no action', { Status: '5.1.1' }],
    ['expanded: nobody knows any more', { Action: 'expanded', Status: '2.0.0' }],
  ])('%s says nothing', async (_, fields) => {
    expect(await read(report(address, fields as Record<string, string>))).toBe('NOTHING_SAID')
  })

  test.each([
    ['no code at all', { Action: 'failed' }, refused('OTHER', null, false)],
    ['a status that is none', { Action: 'failed', Status: '9.9.9' }, refused('OTHER', null, false)],
    ['numbers without end', { Action: 'failed', Status: `5.${'1'.repeat(5000)}.1` }, refused('OTHER', null, false)],
    [
      'a field twice: the first counts',
      { Action: 'failed', Status: '5.1.1\r\nStatus: 5.2.2' },
      refused('UNKNOWN', '5.1.1', false),
    ],
    [
      'an answer of another protocol',
      { Action: 'failed', Status: '5.0.0', 'Diagnostic-Code': 'x-unix; 550 5.1.1' },
      refused('OTHER', null, false),
    ],
    [
      'a bare 550, which filters answer as well as mailboxes',
      { Action: 'failed', Status: '5.0.0', 'Diagnostic-Code': 'smtp; 550 no such user' },
      refused('OTHER', '550'),
    ],
    [
      'a queue that gave up at Exchange Online',
      { Action: 'failed', Status: '5.4.300', 'Diagnostic-Code': 'smtp;550 5.4.300 Message expired' },
      { status: 'ABANDONED', reason: 'UNREACHABLE', reply: '550 5.4.300', filter: null, far: true },
    ],
  ])('%s', async (_, fields, fact) => {
    expect(await read(report(address, fields as Record<string, string>))).toEqual({ messageId, fact })
  })

  test('one that contradicts itself, or brings two statuses, says nothing', async () => {
    const other = 'Final-Recipient: rfc822; x@free.fr\r\nAction: failed\r\nStatus: 5.1.1'
    expect(await read(report(address, { Action: 'failed', Status: `5.2.2\r\n\r\n${other}` }))).toBe('NOTHING_SAID')
    expect(await read(report(address, { Action: 'failed', Status: `5.1.1\r\n\r\n${other}` }))).toMatchObject({
      messageId,
    })
    const again = `\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${other}`
    const twice = Buffer.from(report(address, { Action: 'failed', Status: '5.1.1' }))
      .toString()
      .replace('--b--', `--b${again}\r\n--b--`)
    expect(await read(Buffer.from(twice))).toBe('NOTHING_SAID')
  })

  test('a status inside the mail that came back is not the report’s', async () => {
    const forged = `Final-Recipient: rfc822; x\r\nAction: failed\r\nStatus: 5.1.1\r\n`
    const inner = `Content-Type: multipart/report; boundary=c\r\n\r\n--c\r\nContent-Type: message/delivery-status\r\n\r\n${forged}\r\n--c--`
    const source = `To: ${address}\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--`
    expect(await read(Buffer.from(source))).toBe('NOTHING_SAID')
  })

  test('an owner’s words are no server’s answer: not from a person, not in an absence, not below the copy', async () => {
    const text = (...lines: string[]) => Buffer.from([`To: ${address}`, ...lines].join('\r\n'))
    const said = 'The server said: 550 5.1.1 unknown'
    expect(await read(text('Return-Path: <>', '', said))).toMatchObject({ fact: { reason: 'UNKNOWN' } })
    expect(await read(text('Return-Path: <marie@orange.fr>', '', said))).toBe('NOTHING_SAID')
    expect(await read(text('', said))).toBe('NOTHING_SAID')
    expect(await read(text('Return-Path: <>', 'Auto-Submitted: auto-replied', '', said))).toBe('NOTHING_SAID')
    expect(await read(text('Return-Path: <>', '', '--- Original message ---', said))).toBe('NOTHING_SAID')
    expect(await read(text('Return-Path: <>', '', said, 'or 552 5.2.2 full'))).toBe('NOTHING_SAID')
    expect(await read(text('Return-Path: <>', '', 'at 10.550 5.1.1.9 we met'))).toBe('NOTHING_SAID')
  })
})

describe('a hostile mail costs little and says nothing', () => {
  const head = `To: ${address}\nReturn-Path: <>\n`
  const most = 256 * 1024
  const failed = { Action: 'failed', Status: '5.1.1' }
  const padded = (size: number) => {
    const bare = report(address, failed).length
    return report(address, failed, `\r\n${'x'.repeat(size - bare - 2)}`)
  }
  const nested = Array.from({ length: 50 }, (_, i) => `--b${i}\nContent-Type: multipart/mixed; boundary=b${i + 1}\n\n`)

  test('of 256 kB it is read, of one byte more it is not', async () => {
    expect(padded(most).length).toBe(most)
    expect(await read(padded(most))).toMatchObject({ messageId })
    expect(await read(padded(most + 1))).toBe('UNREADABLE')
  })

  test.each([
    ['fifty levels deep', `${head}Content-Type: multipart/mixed; boundary=b0\n\n${nested.join('')}`],
    ['seventy thousand parts', `${head}Content-Type: multipart/report; boundary=b\n\n${'--b\n'.repeat(70_000)}`],
    ['nothing but line ends', `${head}\n${'\n'.repeat(250_000)}`],
    ['headers without end', `${head}${`X-A: ${'a'.repeat(60)}\n`.repeat(3_900)}\n`],
    ['one header folded for ever', `${head}Subject: a\n${' a\n'.repeat(80_000)}\n`],
    ['parameters without end', `${head}Content-Type: multipart/report; ${'boundary*0=a; '.repeat(18_000)}\n\nx`],
    ['a recipient list without end', `${head}To: ${'a@b.fr, <'.repeat(28_000)}\n\nx`],
    ['comments in comments', `${head}Content-Type: ${'('.repeat(60_000)}\n\nx`],
    ['bytes that are no text', Buffer.from(Array.from({ length: most }, (_, i) => (i * 7919) % 256))],
    ['tags without end', `${head}Content-Type: text/html\n\n${'<a href="https://'.repeat(15_000)}`],
    ['a host of labels', `${head}\nhttps://${'a.'.repeat(120_000)}`],
    ['digits without end', `${head}\n${'550 5.'.repeat(40_000)}`],
    ['hyphens without end', `${head}\n${'-'.repeat(250_000)}`],
    ['an empty mail', ''],
  ])('%s', async (_, source) => {
    const began = performance.now()
    expect(await read(Buffer.from(source).subarray(0, most))).toMatch(/^(UNREADABLE|NO_TOKEN|NOTHING_SAID)$/)
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('fields of a status without end', async () => {
    const began = performance.now()
    await read(report(address, { ...failed, 'Diagnostic-Code': `smtp; ${'550-'.repeat(60_000)}` }))
    await read(report(address, { ...failed, 'Diagnostic-Code': `smtp;${' '.repeat(250_000)}` }))
    await read(report(address, { ...failed, X: 'a\r\n b'.repeat(5_000) }))
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
