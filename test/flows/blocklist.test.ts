import { expect, test } from 'vitest'
import { createBlocklist } from '../../server/blocklist.ts'

const blocklist = createBlocklist()

test.each([
  'Password1',
  'P4$$w0rd1',
  'Azerty123',
  'Azertyuiop1',
  'Motdepasse1',
  'Bonjour1',
  'Soleil2024',
  'Doudou2020',
  'Marseille13',
  'Qwerty12345',
  'Abcdefg1',
  'Aaaaaaa1',
  'Syndic2024',
  'Copropriete1',
  'Copro2024',
  'Connexion1',
  'Immeuble12',
  'Résidence1',
  'Vélo-tulipe-lampe-42',
  'vélo-TULIPE-lampe-42',
])('%s is known to every guesser', (password) => {
  expect(blocklist.isCommon(password)).toBe(true)
})

test.each([
  'Tilleul-42-lampe',
  'Mon chat mange 3 souris',
  'kT7#vQ2m',
  'Ελληνικά-ποτάμι-7',
  '🦄🦄🐘Aa1zèbre',
  'Xk4-hérisson',
])('%s is not', (password) => {
  expect(blocklist.isCommon(password)).toBe(false)
})

test('no password costs more than moments to judge: look-alike signs are no lever against the event loop', () => {
  // Signs that stand for letters in several ways: each doubles what zxcvbn tries. Judged while its owner types.
  const signs = '4@8({[<36&9#!1/|7+2$5%0()*aeiouslt'
  let seed = 1
  const sign = () => {
    seed = (seed * 48271) % 2147483647
    return signs[seed % signs.length]
  }
  const started = performance.now()
  for (let i = 0; i < 40; i++) blocklist.isCommon(Array.from({ length: 128 }, sign).join(''))
  expect((performance.now() - started) / 40).toBeLessThan(60)
})

test('nothing that is typed breaks it', () => {
  for (const password of [
    '',
    '\u0000',
    '\ud800',
    '\ufdfa'.repeat(128),
    '🦄'.repeat(128),
    ' '.repeat(128),
    'e\u0301'.repeat(64),
  ]) {
    expect(typeof blocklist.isCommon(password)).toBe('boolean')
  }
})
