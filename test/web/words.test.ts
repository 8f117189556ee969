import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isEnumType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../server/database/places.ts'
import { faultsOf, type Here } from '../../web/words/refusals.fr.ts'
import { everySentence, type Spoken } from './sentences.ts'

const sentences = await everySentence()
const policy = { minLength: 8, maxLength: 128, rules: [], passwordrules: '' }
const facts = { now: new Date('2026-11-22T13:05:00Z'), policy, codeLifespanMinutes: 30 }

const schema = buildSchema(readFileSync(join(projectRoot, 'schema.graphql'), 'utf8'))
function valuesOf(name: string): string[] {
  const type = schema.getType(name)
  if (!isEnumType(type)) throw new Error(`${name} is no enum of the contract`)
  return type.getValues().map((value) => value.name)
}

/** Every refusal told on a page, with each value of its enums as the printed contract has them. */
const refusals: { what: string; refusal: unknown; typed?: string; emailFixed?: boolean }[] = [
  ...valuesOf('SignInReason').flatMap((cause) =>
    [null, 2, 1].map((knownTriesLeft) => ({
      what: `SignInRefused ${cause} ${knownTriesLeft}`,
      refusal: { __typename: 'SignInRefused', cause, knownTriesLeft, expiredAt: '2026-03-03T12:00:00Z' },
    })),
  ),
  ...valuesOf('EmailReason').map((fault) => ({
    what: `EmailRefused ${fault}`,
    refusal: { __typename: 'EmailRefused', fault, meant: null },
  })),
  {
    what: 'EmailQuestioned, no mail server',
    refusal: { __typename: 'EmailQuestioned', suggestion: null, filter: null, noServer: true },
    typed: 'marie@oragne.fr',
  },
  ...valuesOf('CodeReason').flatMap((miss) =>
    [4, 2, 1, 0].flatMap((triesLeft) =>
      [null, '2026-11-22T13:05:00Z'].flatMap((sentAgainAt) =>
        ['', '1234567', 'abc', '11111111 22222222'].map((typed) => ({
          what: `CodeRefused ${miss} ${triesLeft} ${sentAgainAt} «${typed}»`,
          refusal: { __typename: 'CodeRefused', miss, triesLeft, sentAgainAt },
          typed,
        })),
      ),
    ),
  ),
  ...valuesOf('PasswordRule').map((rule) => ({
    what: `PasswordRefused ${rule}`,
    refusal: { __typename: 'PasswordRefused', unmet: [rule] },
    typed: 'Abc1234',
  })),
  ...valuesOf('InputReason').flatMap((reason) =>
    ['identifier', 'password', 'accounts'].map((field) => ({
      what: `InputRefused ${field} ${reason}`,
      refusal: { __typename: 'InputRefused', fields: [{ field, reason }] },
    })),
  ),
  ...[null, '2026-11-22T13:06:00Z', '2026-11-22T14:06:00Z'].map((retryAt) => ({
    what: `SendRefused ${retryAt}`,
    refusal: { __typename: 'SendRefused', retryAt },
  })),
]
const told: Spoken[] = refusals.flatMap(({ what, refusal, ...more }) =>
  faultsOf(refusal as Here, { ...facts, ...more }).map(({ text }) => ({ at: what, text })),
)
const all = [...sentences, ...told]

describe('every sentence an owner reads', () => {
  test('exists for every refusal of the contract, in full', () => {
    for (const { what, refusal, ...more } of refusals) {
      const faults = faultsOf(refusal as Here, { ...facts, ...more })
      expect(faults.length, what).toBeGreaterThan(0)
      for (const { text } of faults) expect(text, what).toMatch(/^\p{Lu}.*[.!?]$|orange\.fr$/u)
    }
    expect(told.map(({ text }) => text).join(' ')).not.toMatch(/undefined|null|NaN|\[object/)
  })

  test('has at most 20 words', () => {
    const long = all.flatMap(({ at, text }) =>
      text
        .split(/(?<=[.!?…])\s+/)
        .filter((sentence) => wordsOf(sentence) > 20)
        .map((sentence) => `${at}: ${sentence}`),
    )
    expect(long).toEqual([])
  })

  test('holds no word that an owner would have to ask about', () => {
    const title = '2 – Authentification de votre e-mail'
    const hard = all.filter(
      ({ text }) =>
        /veuillez|authentification|\botp\b|invalide|\bmail\b(?<!e-mail)|email|token|session/i.test(text) &&
        text.replaceAll('\u00a0', ' ') !== title,
    )
    expect(hard).toEqual([])
  })

  test('is spaced as French is', () => {
    for (const { at, text } of all) {
      expect(text, `${at}: a plain space before : ; ? ! »`).not.toMatch(/ [:;?!»]/)
      expect(text, `${at}: a plain space after «`).not.toMatch(/« /)
      expect(text, `${at}: nothing before ? or !`).not.toMatch(/[^\s\u00a0][?!»]/)
      expect(text, `${at}: an hour that may break`).not.toMatch(/\d h \d|\d\u00a0h \d|\d h\u00a0\d/)
      expect(text, `${at}: two spaces, or one at an end`).not.toMatch(/\s{2}|^\s|\s$/)
    }
  })

  test('is used by a page: none is left over', () => {
    const source = sourcesUnder(join(projectRoot, 'web'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    // Looked up by a key that the program computes, each in its one place.
    const computed =
      /^(site\.news|site\.steps\.(dots|guideTitles)|connexion\.instructions\.resume|espace\.(accounts\.states|refusedEmail\.reasons)|stops\.stops|password\.passwordFaults|code\.sendRefusedWords|delivery\.(delayed|refused|delivery)|settings\.devices\.(kinds|browsers)|settings\.activities\.kinds|links\.outcomes)\b/
    const unused = sentences
      .map(({ at }) => at.replaceAll('()', ''))
      .filter((at) => !computed.test(at) && !/\.\d+(\.|$)|\.sections\b/.test(at))
      .filter(
        (at) =>
          !new RegExp(`\\.${at.split('.').at(-1)}\\b`).test(source) && !source.includes(at.split('.').at(-1) ?? at),
      )
    expect(unused).toEqual([])
  })

  test('names the guide’s titles and buttons as the guide prints them', () => {
    const texts = new Set(sentences.map(({ text }) => text.replaceAll('\u00a0', ' ')))
    for (const printed of [
      'Mise à jour de votre service en ligne',
      '1 – Adresse e-mail',
      '2 – Authentification de votre e-mail',
      "3 – Mot de passe d'accès à votre compte",
      'Connexion',
      'Continuer',
      'Suivant',
      'Recevoir un nouveau code',
      'Mot de passe validé ✓',
      'Confirmez votre mot de passe',
      'Terminer',
      'Mot de passe oublié',
      "Cette adresse n'est pas votre identifiant et ne le remplace pas. Vous gardez l'identifiant communiqué par nos services.",
    ]) {
      expect(texts, printed).toContain(printed)
    }
  })
})

/** What one reads as a word: no punctuation by itself, no code or address. */
const wordsOf = (sentence: string) => sentence.split(/[\s\u00a0]+/).filter((part) => /[\p{L}\d]/u.test(part)).length

function sourcesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.endsWith('words'))
    .map((entry) => join(entry.parentPath, entry.name))
}
