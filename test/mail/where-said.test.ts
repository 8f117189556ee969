import { expect, test } from 'vitest'
import { isMailboxLost, readVerdict } from '../../server/domain/delivery.ts'
import { LineFault } from '../../server/mail/smtp-line.ts'
import { verdictOf } from '../../server/mail/smtp-verdict.ts'

const answered = (command: string, response: string) => {
  const fault = Object.assign(new Error(response), { command, response, responseCode: Number(response.slice(0, 3)) })
  return new LineFault(fault, 'UNTOUCHED')
}

test.each([
  ['mx', 'RCPT TO', '550 mailbox unavailable', 'UNKNOWN'],
  ['mx', 'RCPT TO', '550 5.1.1 no such user', 'UNKNOWN'],
  ['mx', 'RCPT TO', '552 over quota', 'FULL'],
  ['mx', 'DATA', '552 over quota', 'FULL'],
  ['mx', 'MAIL FROM', '550 your address is listed', 'FILTERED'],
  ['mx', 'MAIL FROM', '552 message too big', 'FILTERED'],
  ['mx', 'DATA', '550 message rejected as spam', 'FILTERED'],
  ['mx', 'DATA', '550 5.7.1 message rejected as spam', 'FILTERED'],
  ['relay', 'RCPT TO', '550 relay not permitted', 'OTHER'],
  ['relay', 'RCPT TO', '550 Sender verify failed', 'OTHER'],
  ['relay', 'RCPT TO', '550 unknown user', 'UNKNOWN'],
  ['relay', 'RCPT TO', '554 5.7.1 refused', 'FILTERED'],
  ['relay', 'DATA', '550 message rejected as spam', 'FILTERED'],
] as const)('%s, to %s: « %s » is %s', (server, command, response, reason) => {
  const { kind, reply } = verdictOf(answered(command, response), server, server === 'mx' ? 'orange.fr' : null)
  const verdict = readVerdict({ state: 'ABANDONED', lastReply: reply })
  expect(kind).toBe('never')
  expect(verdict).toEqual({ status: 'REFUSED', reason })
  // Only a mailbox that was named and refused may be marked as gone.
  expect(isMailboxLost(verdict)).toBe(reason === 'UNKNOWN')
})

test('what our relay says of our sender waits for our operator, whoever the recipient', () => {
  expect(verdictOf(answered('MAIL FROM', '550 not your domain'), 'relay', null)).toMatchObject({ kind: 'later' })
})
