import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PersonalFacts } from '../../server/domain/familiar-words.ts'
import {
  canonicalPassword,
  judgePasswordText,
  type PasswordRule,
  passwordRulesAttribute,
  defaultPasswordPolicy as policy,
} from '../../server/domain/password.ts'

const nobody: PersonalFacts = { names: [], birthDate: null, identifiers: [], email: null }
const judge = (password: string, personal: Partial<PersonalFacts> = {}, confirmation = password) =>
  judgePasswordText(policy, password, confirmation, { ...nobody, ...personal })

describe('the rules of the guide', () => {
  test.each<[string, PasswordRule[]]>([
    ['Tilleul-42', []],
    ['Abcdefg1', []],
    ['Abcdef1', ['MIN_LENGTH']],
    ['abcdefg1', ['UPPERCASE']],
    ['ABCDEFG1', ['LOWERCASE']],
    ['Abcdefgh', ['DIGIT']],
    ['', ['MIN_LENGTH', 'UPPERCASE', 'LOWERCASE', 'DIGIT']],
    ['        ', ['UPPERCASE', 'LOWERCASE', 'DIGIT']],
    ['12345678', ['UPPERCASE', 'LOWERCASE']],
    ['Éléphant1', []],
    ['éLÉPHANT1', []],
    ['Ελληνικά1', []],
    ['Москва-2024', []],
    ['日本語日本語日1Aa', []],
    ['Mot de passe 1', []],
    [' Abcdef1', []],
    ['Ab1🦄🦄🦄🦄🦄', []],
    ['Ab1🦄🦄🦄🦄', ['MIN_LENGTH']],
    ['Abc\u0000def1', []],
    ['Abcdef1\ud800', []],
  ])('%j → %j', (password, unmet) => {
    expect(judge(password)).toEqual(unmet)
  })

  test('length is counted in characters as a person counts them: 8 and 128 are in, 7 and 129 are out', () => {
    const of = (length: number) => `Aa1${'é'.repeat(length - 3)}`
    expect(judge(of(8))).toEqual([])
    expect(judge(of(7))).toEqual(['MIN_LENGTH'])
    expect(judge(of(128))).toEqual([])
    expect(judge(of(129))).toEqual(['MAX_LENGTH'])
    expect(judge(of(128).normalize('NFD'))).toEqual([])
    expect(judge(of(7).normalize('NFD'))).toEqual(['MIN_LENGTH'])
    expect(judge(`Aa1${'🦄'.repeat(125)}`)).toEqual([])
  })

  test('a keyboard’s way of writing é changes nothing: verdict, confirmation and hash are of one form', () => {
    expect(judge('Éléphant1'.normalize('NFD'), {}, 'Éléphant1')).toEqual([])
    expect(canonicalPassword('Éléphant1'.normalize('NFD'))).toBe(canonicalPassword('Éléphant1'))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (password) => {
        expect(judge(password.normalize('NFD'), {}, password)).toEqual(judge(password))
        expect(canonicalPassword(canonicalPassword(password))).toBe(canonicalPassword(password))
      }),
    )
  })

  test('every character is welcome, and none is taken away: spaces, case and accents tell two passwords apart', () => {
    for (const confirmation of ['tilleul-42', 'Tilleul-42 ', ' Tilleul-42', 'Tilleul 42', 'Tílleul-42', '']) {
      expect(judge('Tilleul-42', {}, confirmation)).toEqual(['MATCHES_CONFIRMATION'])
    }
  })

  test('what a password manager is told makes a password that passes', () => {
    expect(passwordRulesAttribute(policy)).toBe(
      'minlength: 8; maxlength: 128; required: lower; required: upper; required: digit; allowed: [-!#$%&*+/=?^_.{|}];',
    )
    const made = fc.string({
      unit: fc.constantFrom(...'-!#$%&*+/=?^_.{|}', ...'abcXYZ019'),
      minLength: 5,
      maxLength: 125,
    })
    fc.assert(
      fc.property(made, (rest) => {
        expect(judge(`aA0${rest}`)).toEqual([])
      }),
    )
  })
})

describe('familiar words', () => {
  const refused = ['NOT_PERSONAL']

  test.each([
    [
      ['Odette', 'Durand'],
      [
        'Durand-2024',
        'DURAND2024a',
        'dUrAnD-2024',
        'Vive-Odette-1',
        'D.u.r.a.n.d-1',
        'Durand Odette 1',
        'ＤＵＲＡＮＤ-1a',
      ],
    ],
    [['Dupré'], ['Dupre-2024', 'Dupré-2024', 'Dupré-2024'.normalize('NFD'), 'DUPRÉ-2024a']],
    [['Dupre'], ['Dupré-2024']],
    [['Lecœur'], ['Lecoeur-42', 'Lecœur-42', 'LECŒUR-42a']],
    [['Lecoeur'], ['Lecœur-42']],
    [['Jean-Pierre'], ['Pierre-2024', 'JeanPierre42', 'Jean Pierre 42']],
    [['D’Artagnan'], ['Artagnan-42', 'DArtagnan42']],
    [["O'Brien"], ['Brien-2024', 'OBrien-2024', 'O’Brien-2024']],
    [['Le Goff'], ['Goff-20244', 'LeGoff-2024']],
    [['Łukasiewicz'], ['Lukasiewicz-1']],
    [['Weiß'], ['Weiss-20244']],
    [['Sørensen'], ['Sorensen-42']],
    [['SCI Les Tilleuls'], ['Tilleuls-42']],
    [['Nguyễn'], ['Nguyen-2024']],
    [['Roy'], ['Le-Roy-2024']],
  ])('of %j: %j', (names, passwords) => {
    for (const password of passwords) expect(judge(password, { names }), password).toEqual(refused)
  })

  test.each([
    [['Li'], 'Lilas-4242'],
    [['Ba'], 'Bateau-4242'],
    [['SCI Les Tilleuls'], 'Voiles-4242'],
    [['de la Tour des Pins'], 'Descente-4242'],
    [['Van den Berg'], 'Caravane-4242'],
    [['', ' ', '-', '’'], 'Bateau-4242'],
    [['🦄'], 'Bateau-4242'],
    [['مارتين'], 'Bateau-4242'],
  ])('%j do not refuse %j: a short name or a particle would refuse half of all words', (names, password) => {
    expect(judge(password, { names })).toEqual([])
  })

  test('the birth date, as the French write it', () => {
    const birthDate = '1948-03-01'
    for (const date of [
      '01031948',
      '01/03/1948',
      '1.3.1948',
      '01-03-48',
      '1948-03-01',
      '480301',
      '1 mars 1948',
      '1er mars 1948',
      '01 mars 48',
      '1MARS1948',
      '03/01/1948',
    ]) {
      expect(judge(`Maison ${date}`, { birthDate }), date).toContain('NOT_PERSONAL')
    }
    expect(judge('Maison 15 août 1950', { birthDate: '1950-08-15' })).toEqual(refused)
    expect(judge('Maison 15 AOUT 1950', { birthDate: '1950-08-15' })).toEqual(refused)
    expect(judge('Maison 15 aout 1950', { birthDate: '1950-08-15' })).toEqual(refused)
    for (const other of ['Maison 1948', 'Maison 0103', 'Maison 02031948', 'Maison 1348', 'Maison mars 48']) {
      expect(judge(other, { birthDate }), other).toEqual([])
    }
  })

  test('the identifier, however it is cut, and the e-mail', () => {
    for (const password of ['Maison-012345', 'Maison 01 23 45', 'Maison-01.2345']) {
      expect(judge(password, { identifiers: ['01-2345'] }), password).toEqual(refused)
    }
    expect(judge('Maison-ab12', { identifiers: ['AB12'] })).toEqual(refused)
    expect(judge('Maison-123', { identifiers: ['123'] })).toEqual([])
    for (const password of ['Marie.Durand42', 'mariedurand42A', 'Marie_Durand_42']) {
      expect(judge(password, { email: 'marie.durand@orange.fr' }), password).toEqual(refused)
    }
    expect(judge('Orange-4242', { email: 'marie.durand@orange.fr' })).toEqual([])
    expect(judge('Maison-ma1', { email: 'ma@orange.fr' })).toEqual([])
  })

  test('nothing known of an owner refuses nothing, and no name breaks the judge', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (password, name) => {
        expect(judge(password)).not.toContain('NOT_PERSONAL')
        judge(password, { names: [name], identifiers: [name], email: name, birthDate: name })
      }),
    )
  })
})
