import { describe, expect, test } from 'vitest'
import { keepTogether } from '../../web/keep-together.ts'
import { unwantedFolder } from '../../web/words/code.fr.ts'
import { readsAs } from '../../web/words/code-typed.ts'
import { dayAndTimeWords, dayWords, timeWords, untilWords, wholeMinuteAfter } from '../../web/words/time.fr.ts'
import { fr, listed, phoneLink, phoneWords, plain, rich } from '../../web/words/typography.ts'

const nb = '\u00a0'

describe('French as it is printed', () => {
  test('no line begins with a sign, and no number leaves what it counts', () => {
    expect(fr`« Spam » : vraiment ? Oui !`).toBe(`«${nb}Spam${nb}»${nb}: vraiment${nb}? Oui${nb}!`)
    expect(fr`de 9 h à 18 h, ${30} minutes`).toBe(`de 9${nb}h à${nb}18${nb}h, 30${nb}minutes`)
  })

  test('stress comes from the catalogue, never from a value', () => {
    expect(rich`Le **bon** code ${'**x**'}`).toEqual(['Le ', { strong: 'bon' }, ' code **x**'])
    expect(rich`À **${'a*b@c.fr'}**.`).toEqual(['À ', { strong: 'a*b@c.fr' }, '.'])
    expect(plain(rich`À **${'vous'}**.`)).toBe('À vous.')
  })

  test('a time is that of a clock in Paris, in winter and in summer', () => {
    expect(timeWords('2026-11-22T13:35:00Z')).toBe(`14${nb}h${nb}35`)
    expect(timeWords('2026-07-22T12:05:00Z')).toBe(`14${nb}h${nb}05`)
    expect(timeWords('2026-11-22T23:00:00Z')).toBe(`0${nb}h${nb}00`)
    expect(dayWords('2026-03-01T12:00:00Z')).toBe(`1er${nb}mars`)
    expect(dayAndTimeWords('2026-11-18T09:02:00Z').replaceAll(nb, ' ')).toBe('mercredi 18 novembre à 10 h 02')
  })

  test('a time of another day says its day, also when midnight has passed in Paris only', () => {
    const now = '2026-11-22T22:50:00Z'
    expect(untilWords('2026-11-22T22:59:00Z', now)).toBe(`jusqu'à${nb}23${nb}h${nb}59`)
    expect(untilWords('2026-11-22T23:05:00Z', now).replaceAll(nb, ' ')).toBe("jusqu'au 23 novembre à 0 h 05")
  })

  test('who comes back at the printed minute is not early', () => {
    expect(wholeMinuteAfter('2026-11-22T13:05:01Z').toISOString()).toBe('2026-11-22T13:06:00.000Z')
    expect(wholeMinuteAfter('2026-11-22T13:05:00Z').toISOString()).toBe('2026-11-22T13:05:00.000Z')
  })

  test('a telephone number never breaks, and dials from anywhere', () => {
    expect(phoneWords('01 23.45 67 89')).toBe(['01', '23', '45', '67', '89'].join(nb))
    expect(phoneLink('01 23 45 67 89')).toBe('tel:+33123456789')
    expect(phoneLink('+32 2 123 45 67')).toBe('tel:+3221234567')
    expect(phoneLink('3631')).toBe('tel:3631')
  })

  test('a list is spoken', () => {
    expect([listed(['A']), listed(['A', 'B']), listed(['A', 'B', 'C'])]).toEqual(['A', 'A et B', 'A, B et C'])
  })

  test('the folder is called as the provider of the address calls it', () => {
    expect(unwantedFolder('m•••@orange.fr')).toBe('Indésirables')
    expect(unwantedFolder('a@hotmail.fr')).toBe('Courrier indésirable')
    expect(unwantedFolder('a@gmail.com')).toBe('Spam')
    expect(unwantedFolder('a@gmail.com.example.org')).toBe('Indésirables')
  })
})

describe('words that stay on one line', () => {
  const page = (body: string) => `<html><head><title>e-mail</title></head><body>${body}</body></html>`

  test('a hyphenated word is kept whole, its letters unchanged', () => {
    expect(keepTogether(page('<p>Votre e-mail</p>'))).toBe(page('<p>Votre <span class="one">e-mail</span></p>'))
  })

  test('neither attributes nor the head are touched, nor what is too long to be kept whole', () => {
    for (const untouched of [
      '<a href="/mot-de-passe" aria-label="e-mail">x</a>',
      '<input value="jean-pierre@e-mail.fr">',
      '<p>Saint-Jean-de-la-Ruelle-sur-Loire</p>',
    ]) {
      expect(keepTogether(page(untouched))).toBe(page(untouched))
    }
  })

  test('what was escaped stays escaped', () => {
    const hostile = page('<p>&lt;img-src onerror=alert(1)&gt; a-b</p>')
    expect(keepTogether(hostile).replace(/<\/?span[^>]*>/g, '')).toBe(hostile)
    expect(keepTogether(hostile)).not.toMatch(/<img/)
  })
})

describe('why what was typed is no code', () => {
  test.each([
    ['', { fault: 'EMPTY', digits: 0 }],
    [' \u00a0 ', { fault: 'EMPTY', digits: 0 }],
    ['1234 567', { fault: 'LENGTH', digits: 7 }],
    ['１２３４５６７８９', { fault: 'LENGTH', digits: 9 }],
    ['1234567O', { fault: 'LETTERS', digits: 8 }],
    ['12345678 et 87654321', { fault: 'SEVERAL', digits: 0 }],
  ])('«%s»', (typed, read) => {
    expect(readsAs(typed)).toEqual(read)
  })
})
