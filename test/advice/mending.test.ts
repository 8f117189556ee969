import { describe, expect, test } from 'vitest'
import { judgeEmail, questionEmail } from '../../server/domain/email-advice.ts'
import { mendEmail } from '../../server/domain/email-mending.ts'

describe('what was plainly meant by an address that cannot be', () => {
  test.each([
    ['andré@orange.fr', 'andre@orange.fr'],
    ['françois.lefèvre@gmial.com', 'francois.lefevre@gmail.com'],
    ['mar\u0131e@orange.fr', 'marie@orange.fr'],
    ['marieàorange.fr', 'marie@orange.fr'],
    ['marie.durand2gmail.com', 'marie.durand@gmail.com'],
    ['marie.durand.orange.fr', 'marie.durand@orange.fr'],
    ['marie(at)free.fr', 'marie@free.fr'],
    ['marie arobase laposte.net', 'marie@laposte.net'],
    ['marie@@orange.fr', 'marie@orange.fr'],
    ['marie@gmail@com', 'marie@gmail.com'],
    ['marie @ orange . fr', 'marie@orange.fr'],
    ['marie@orange.fr.', 'marie@orange.fr'],
    ['marie@gmailcom', 'marie@gmail.com'],
    ['marie@orange', 'marie@orange.fr'],
    ['marie@orange.f', 'marie@orange.fr'],
    ['marie@or\u0430nge.fr', 'marie@orange.fr'],
  ])('%s', (typed, meant) => {
    expect(mendEmail(typed)).toBe(meant)
    expect(judgeEmail(typed)).toMatchObject({ __typename: 'EmailRefused', suggestion: meant })
  })

  test.each([
    '',
    '@',
    'marie',
    'marie@',
    'marie durand@orange.fr',
    'a@b@c.fr',
    '@orange.fr',
    'marie@hotmail',
    'marie@cabinet',
    '"marie"@orange.fr',
  ])('nothing by %j', (typed) => {
    expect(mendEmail(typed)).toBeNull()
  })
})

test('an address is asked about when one of the three speaks, and only then', () => {
  const hosts = (filter: string | null) => ({ found: 'HOSTS', filter }) as const
  expect(questionEmail('marie@orange.fr', hosts(null))).toBeNull()
  expect(questionEmail('marie@orange.fr', { found: 'UNSURE' })).toBeNull()
  expect(questionEmail('marie@gmial.com', hosts(null))).toMatchObject({
    suggestion: 'marie@gmail.com',
    noServer: false,
  })
  expect(questionEmail('marie@durand.example', { found: 'NONE' })).toMatchObject({ suggestion: null, noServer: true })
  expect(questionEmail('marie@oragne.fr', { found: 'NONE' })).toMatchObject({
    suggestion: 'marie@orange.fr',
    noServer: true,
  })
  expect(questionEmail('marie@durand.example', hosts('MailInBlack'))).toMatchObject({ filter: 'MailInBlack' })
})
