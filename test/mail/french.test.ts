import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentOf, contrast, houseAccent, ink, paper } from '../../server/mail/messages/accent.ts'
import { subjectEndingWith } from '../../server/mail/messages/agency-words.ts'
import { clockTime, dayAndTime, minutesInWords, oneLine, typeset, unbroken } from '../../server/mail/messages/french.ts'

const nb = '\u00a0'

describe('what a mail says in French', () => {
  test.each([
    [1, 'une minute'],
    [10, 'dix minutes'],
    [17, 'dix-sept minutes'],
    [21, 'vingt et une minutes'],
    [30, 'trente minutes'],
    [45, 'quarante-cinq minutes'],
    [60, 'soixante minutes'],
    [90, `90${nb}minutes`],
  ])('%i minutes are written « %s »', (minutes, words) => {
    expect(minutesInWords(minutes)).toBe(words)
  })

  test('an instant is told on the clocks of Paris, in winter and in summer', () => {
    expect(clockTime(new Date('2026-11-22T13:35:00Z'))).toBe(`14${nb}h${nb}35`)
    expect(clockTime(new Date('2026-07-22T13:05:00Z'))).toBe(`15${nb}h${nb}05`)
    expect(clockTime(new Date('2026-11-22T23:05:00Z'))).toBe(`0${nb}h${nb}05`)
    expect(dayAndTime(new Date('2026-03-31T22:30:00Z'))).toBe(`1er${nb}avril à 0${nb}h${nb}30`)
  })

  test('the seconds of an end are dropped, never rounded up', () => {
    expect(clockTime(new Date('2026-11-22T13:35:59.999Z'))).toBe(`14${nb}h${nb}35`)
  })

  test('no line ends before a colon, a question mark or inside an hour', () => {
    expect(typeset('Ce n’est pas vous ? Appelez : de 9 h à 18 h 30, « ici » !')).toBe(
      `Ce n’est pas vous${nb}? Appelez${nb}: de 9${nb}h à 18${nb}h${nb}30, «${nb}ici${nb}»${nb}!`,
    )
    expect(unbroken('01 23 45 67 89')).not.toContain(' ')
  })

  test('stored words never hold a line break, a control or an invisible mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (stored) => {
        expect(oneLine(stored)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
    expect(oneLine('Cabinet\r\nBcc: evil@x.fr\u202e')).toBe('Cabinet Bcc: evil@x.fr')
  })

  test('a subject has at most 60 characters, and is cut in the name only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const subject = subjectEndingWith('12345678 est votre code – ', name)
        expect([...subject].length).toBeLessThanOrEqual(60)
        expect(subject.startsWith('12345678 est votre code – ')).toBe(true)
      }),
    )
  })
})

describe('the accent', () => {
  test('an agency’s accent is used only where it can be read on our paper', () => {
    expect(accentOf('#5B1A1A')).toBe('#5B1A1A')
    expect(accentOf('#E07A5F')).toBe(houseAccent)
  })

  test('what is not a colour never reaches a style', () => {
    for (const said of [null, '', 'red', '#fff', '#12345678', '#000000;background:url(//x)']) {
      expect(accentOf(said)).toBe(houseAccent)
    }
  })

  test('the house’s own colours hold 7:1 on paper', () => {
    expect(contrast(houseAccent, paper)).toBeGreaterThanOrEqual(7)
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(7)
    expect(contrast('#47505C', paper)).toBeGreaterThanOrEqual(7)
    expect(contrast('#000000', '#FFFFFF')).toBe(21)
  })
})
