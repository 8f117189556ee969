import { type GraphQLInterfaceType, isInterfaceType } from 'graphql'
import { expect, test } from 'vitest'
import { localeOf, messageOf } from '../../server/domain/refusal-words.ts'
import { schema } from '../../server/graphql/schema.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { type Options, type World, world } from '../support/world.ts'

const asked = 'input: $input) { __typename ... on Refusal { message } } }'
const mutation = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(${asked}`

/** One request for each refusal that the API knows, in a world made for them. */
async function refusals(w: World): Promise<[name: string, input: object][]> {
  const step = steps(w)
  const start = async (email?: string) => {
    const [letter] = await w.people.owner()
    const { handle } = await step.start(letter)
    if (email) await step.chooseEmail(handle, email)
    return { letter, handle }
  }
  const [chooses, enters, proves] = [await start(), await start('a@orange.example'), await start('b@orange.example')]
  await step.verify(proves.handle, await w.codeSentTo('b@orange.example'))
  const [waits] = await w.people.owner()
  for (let i = 0; i < 5; i++) await step.signIn(waits, 'wrong')
  return [
    ['SignInRefused', { identifier: chooses.letter.identifier, password: 'wrong' }],
    ['TooManyTries', { identifier: waits.identifier, password: 'wrong' }],
    ['InputRefused', { identifier: '', password: '' }],
    ['EmailRefused', { flow: chooses.handle, email: 'marie' }],
    ['SendRefused', { flow: enters.handle }],
    ['EmailQuestioned', { flow: chooses.handle, email: 'marie@ornage.fr' }],
    ['CodeRefused', { flow: enters.handle, code: '1' }],
    ['WrongStep', { flow: chooses.handle, code: '12345678' }],
    ['PasswordRefused', { flow: proves.handle, password: 'x', confirmation: 'y' }],
    ['FlowClosed', { flow: 'cf_nobody' }],
    ['NotSignedIn', { currentPassword: 'x', password: 'y', confirmation: 'y' }],
  ]
}

const mutationFor: Record<string, string> = {
  SignInRefused: 'signIn',
  TooManyTries: 'signIn',
  InputRefused: 'signIn',
  EmailRefused: 'chooseEmail',
  EmailQuestioned: 'chooseEmail',
  SendRefused: 'resendCode',
  CodeRefused: 'verifyEmailCode',
  WrongStep: 'verifyEmailCode',
  PasswordRefused: 'setPassword',
  FlowClosed: 'cancelFlow',
  NotSignedIn: 'changePassword',
}

test('every refusal that the contract knows is told in French, and in English to who prefers it', async () => {
  const w = await world()
  const told: Record<string, Record<string, string>> = { fr: {}, en: {} }
  const tell = async (expected: string, input: object, options: Options = {}) => {
    const name = mutationFor[expected] ?? ''
    for (const [locale, language] of [
      ['fr', 'fr-FR,fr;q=0.9,en;q=0.8'],
      ['en', 'en-GB,en;q=0.9,fr;q=0.4'],
    ] as const) {
      const answer = (await w.api(mutation(name), { input }, { ...options, language }))[name]
      expect(answer.__typename, expected).toBe(expected)
      Object.assign(told[locale] ?? {}, { [expected]: answer.message })
    }
  }
  for (const [expected, input] of await refusals(w)) await tell(expected, input)
  w.hasher.full = true
  mutationFor.Busy = 'signIn'
  await tell('Busy', { identifier: '1', password: '1' })
  const { secret } = await newPartner(w.deps, 'reader', { kind: 'live', scopes: ['read-accounts'] })
  const events = await newPartner(w.deps, 'listener', { kind: 'live', scopes: ['read-events'] })
  mutationFor.NotAllowed = 'signIn'
  mutationFor.IdempotencyRefused = 'signIn'
  await tell('IdempotencyRefused', { identifier: '1', password: '1' }, { repeat: 'x' })
  await tell('NotAllowed', { identifier: '1', password: '1' }, { key: secret })
  for (const [locale, words] of Object.entries(told)) {
    const options = { key: events.secret, language: locale }
    const { events: refused } = await w.api(`{ events(after: "") { ... on Refusal { message } } }`, {}, options)
    words.CursorRefused = refused.message
  }

  const known = schema.getPossibleTypes(refusalInterface()).map(({ name }) => name)
  expect(Object.keys(told.fr ?? {}).sort()).toEqual([...known].sort())
  for (const name of known) {
    const [french, english] = [told.fr?.[name] ?? '', told.en?.[name] ?? '']
    expect(french).not.toBe(english)
    expect(french, name).toMatch(/^[A-ZÀÉ].*[.?]$/u)
    expect(english, name).toMatch(/^[A-Z][\x20-\x7e]*[.?]$/)
  }
  expect(new Set(Object.values(told.fr ?? {})).size).toBe(known.length)
})

function refusalInterface(): GraphQLInterfaceType {
  const type = schema.getType('Refusal')
  if (!isInterfaceType(type)) throw new Error('Refusal is an interface')
  return type
}

test('French unless English is preferred, whatever the header holds', () => {
  for (const [header, locale] of [
    [null, 'fr'],
    ['', 'fr'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['fr, en', 'fr'],
    ['en, fr', 'fr'],
    ['fr;q=0.5, en;q=0.6', 'en'],
    ['de, en;q=0.5', 'en'],
    ['de, es', 'fr'],
    ['*', 'fr'],
    ['en;q=0', 'fr'],
    ['en; q=0.9 , fr; q=0.8', 'en'],
    ['english', 'fr'],
    ['en;level=1;q=0.4, fr;q=0.3', 'en'],
  ] as const) {
    expect(localeOf(header), String(header)).toBe(locale)
  }
})

test('a time is told with its day: a wait of a day must not read as over', () => {
  const retryAt = new Date('2026-11-23T13:05:00Z')
  for (const __typename of ['TooManyTries', 'SendRefused'] as const) {
    expect(messageOf({ __typename, retryAt }, 'fr')).toContain('23 novembre à 14:05')
    expect(messageOf({ __typename, retryAt }, 'en')).toContain('23 November at 14:05')
  }
})

test('the summer hour of Paris is the one told', () => {
  expect(messageOf({ __typename: 'TooManyTries', retryAt: new Date('2026-07-14T21:30:00Z') }, 'fr')).toContain(
    '14 juillet à 23:30',
  )
  expect(messageOf({ __typename: 'TooManyTries', retryAt: new Date('2026-12-31T23:30:00Z') }, 'en')).toContain(
    '1 January at 00:30',
  )
})
