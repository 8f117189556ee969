import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmail } from '../../server/domain/email-address.ts'

/** Addresses and near-addresses, out of the pieces that go wrong. */
const piece = fc.constantFrom(
  'a',
  'Z',
  '0',
  '.',
  '@',
  '-',
  '_',
  '+',
  ' ',
  ',',
  '<',
  '>',
  '"',
  '(',
  ':',
  'é',
  'ß',
  '\u0000',
  '\r\n',
  '\u202e',
  '\u200b',
  '＠',
  'xn--',
  'mailto:',
  'fr',
  '.fr',
  '%',
  '\u3002',
  '🦄',
)
const typedLike = fc.oneof(
  fc.emailAddress(),
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
)

test('the canonical form of a canonical form is itself', () => {
  fc.assert(
    fc.property(typedLike, (typed) => {
      const reading = readEmail(typed)
      if ('address' in reading) expect(readEmail(reading.address)).toEqual(reading)
    }),
    { numRuns: 3000 },
  )
})

test('nothing taken holds a control, a space, a letter outside ASCII, a second @, or what a header could be broken by', () => {
  fc.assert(
    fc.property(typedLike, (typed) => {
      const reading = readEmail(typed)
      if (!('address' in reading)) return
      expect(reading.address).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/)
      expect(reading.address).not.toMatch(/[\s",:;<>()[\]\\]/)
      expect(reading.address.length).toBeLessThanOrEqual(254)
    }),
    { numRuns: 3000 },
  )
})
