import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { suggestEmail } from '../../server/domain/email-suggestion.ts'
import { mailProviders } from '../../server/domain/mail-providers.ts'

const words = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8').trim()
const typos = words('french-typos.txt')
  .split('\n')
  .flatMap((line) => {
    const [meant = '', slips = ''] = line.split(': ')
    return slips.split(' ').map((typed) => ({ typed, meant }))
  })
const valid = words('valid-domains.txt').split(/\s+/)

describe('the spelling of what follows the @', () => {
  test('of 200 slips of French hands, at least 95 % are told what was meant, at once', () => {
    expect(typos.length).toBeGreaterThanOrEqual(200)
    const wrong = typos.filter(({ typed, meant }) => suggestEmail(`marie.durand@${typed}`) !== `marie.durand@${meant}`)
    expect(wrong.length / typos.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.05)
  })

  test('a rarer domain that takes mail is never questioned, not even when the DNS is silent', () => {
    expect(new Set(valid).size).toBeGreaterThanOrEqual(400)
    expect(valid.map((domain) => suggestEmail(`marie@${domain}`)).filter((suggestion) => suggestion !== null)).toEqual(
      [],
    )
  })

  test('a provider’s own domain is never questioned', () => {
    const own = mailProviders.flatMap(({ name, ends }) => ends.map((end) => `marie@${name}.${end}`))
    expect(own.filter((address) => suggestEmail(address, 'NONE') !== null)).toEqual([])
  })

  test('what stands before the @ is kept to the letter', () => {
    expect(suggestEmail("o'brien+syndic_2@gmial.com")).toBe("o'brien+syndic_2@gmail.com")
  })

  test('a look-alike of a provider, out of another alphabet or with accents, is told', () => {
    for (const domain of ['xn--gmal-7pa.com', 'xn--orang-fsa.fr', 'xn--rng-6cd1a3c.fr', 'xn--gmil-63d.com'])
      expect(suggestEmail(`marie@${domain}`), domain).toMatch(/@(gmail\.com|orange\.fr)$/)
  })
})

describe('the DNS decides what the spelling leaves open', () => {
  test.each([
    ['a slip that squatters registered is told all the same', 'marie@gmial.com', 'HOSTS', 'marie@gmail.com'],
    ['a word that is somebody’s domain is not', 'marie@orage.fr', 'HOSTS', null],
    ['the same word is, when the DNS is silent', 'marie@orage.fr', 'UNSURE', 'marie@orange.fr'],
    ['a far slip is told only when no mail server is there', 'marie@rotmail.fr', 'NONE', 'marie@hotmail.fr'],
    ['else it stays', 'marie@rotmail.fr', 'UNSURE', null],
    ['a domain like no provider’s has no suggestion, mail server or none', 'marie@cabinet-durand.fr', 'NONE', null],
  ] as const)('%s', (_, address, found, expected) => {
    expect(suggestEmail(address, found)).toBe(expected)
  })
})
