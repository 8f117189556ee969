import { describe, expect, test } from 'vitest'
import { readIssuedPassword } from '../../server/staff/import/issued-password.ts'

const own = { memoryKiB: 19_456, passes: 2, lanes: 1 }
const read = (text: string) => readIssuedPassword(text, own)
const argon2 = (parameters: string) =>
  `$argon2id$v=19$${parameters}$YmFzZTY0c2FsdHNhbHQ$7x1zXn4rT6yXo0l9c3bq1w2e4r5t6y7u8i9o0p1a2s3`
const bcrypt = (cost: string) => `$2b$${cost}$0cHRdf0KWTuIR3pFNrQFrOyRf6mnTlRI226p8Sq3ZcAoJlMCmP4By`
const md5 = '52e1dd8d395fe6b020b4c26a81cf9897'
const sha1 = 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3'

describe('the password of a row', () => {
  test.each([
    ['KXTR 7M4P', 'KXTR7M4P'],
    ['Kxtr-7m4p', 'Kxtr7m4p'],
    ['kxtr-7m4p', 'KXTR7M4P'],
    ['$ecret12', '$ECRET12'],
    ['00420', '00420'],
  ])('in clear %s takes its normal form', (text, normal) => {
    expect(read(text)).toEqual({ kind: 'CLEAR', normal })
  })

  test('our own argon2id setting is told from any other within the bounds', () => {
    for (const [parameters, isOwn] of [
      ['m=19456,t=2,p=1', true],
      ['m=19456,p=1,t=2', true],
      ['m=19456,t=3,p=1', false],
      ['m=65536,t=4,p=4', false],
      ['m=8,t=1,p=1', false],
    ] as const) {
      expect(read(argon2(parameters))).toEqual({
        kind: 'STORED',
        scheme: 'AS_TYPED',
        hash: argon2(parameters),
        own: isOwn,
      })
    }
  })

  test.each(['m=65537,t=2,p=1', 'm=19456,t=5,p=1', 'm=19456,t=2,p=5', 'm=999999999,t=2,p=1'])(
    'argon2id with %s costs too much',
    (parameters) => {
      expect(read(argon2(parameters))).toMatchObject({ code: 'ARGON2_COST' })
    },
  )

  test.each([
    argon2('m=7,t=1,p=1'),
    argon2('m=19456,t=0,p=1'),
    argon2('m=19456,p=1,p=2'),
    argon2('m=19456,t=2,p=1').replace('argon2id', 'argon2i'),
    argon2('m=19456,t=2,p=1').replace('v=19', 'v=16'),
    argon2('m=19456,t=2,p=1').slice(0, -30),
    `${argon2('m=19456,t=2,p=1')}$`,
    '$argon2id$',
    '$ARGON2ID$v=19$m=8,t=1,p=1$YmFzZTY0c2FsdA$7x1zXn4rT6yXo0l9c3bq1w',
  ])('a malformed argon2 string is refused: %s', (text) => {
    expect(read(text)).toEqual({ code: 'ARGON2_FORM' })
  })

  test('bcrypt is taken up to cost 12, and the PHP prefix is stored under the common one', () => {
    expect(read(bcrypt('12'))).toEqual({ kind: 'STORED', scheme: 'BCRYPT', hash: bcrypt('12'), own: false })
    expect(read(bcrypt('10').replace('2b', '2y'))).toMatchObject({ hash: bcrypt('10') })
    expect(read(bcrypt('13'))).toEqual({ code: 'BCRYPT_COST', values: [12] })
    for (const text of [bcrypt('03'), bcrypt('10').slice(0, -1), bcrypt('10').replace('2b', '2x'), '$2b$10$']) {
      expect(read(text)).toEqual({ code: 'BCRYPT_FORM' })
    }
  })

  test('MD5 and SHA-1 digests are read in either case, wrong lengths refused', () => {
    expect(read(`md5:${md5.toUpperCase()}`)).toEqual({ kind: 'DIGEST', scheme: 'MD5', hex: md5 })
    expect(read(`SHA1: ${sha1}`)).toEqual({ kind: 'DIGEST', scheme: 'SHA1', hex: sha1 })
    for (const text of [`md5:${sha1}`, `sha1:${md5}`, 'md5:', 'md5:zz', `md5:${md5}0`]) {
      expect(read(text)).toMatchObject({ code: 'DIGEST_FORM' })
    }
  })

  test.each([
    md5,
    sha1,
    `{SSHA}${md5}`,
    '$1$abc$def',
    '$6$rounds=5000$x$y',
    'sha256:abcd',
    'pbkdf2:sha256:1:x:y',
    `0x${md5}`,
  ])('what looks like another hash is never taken for a password in clear: %s', (text) => {
    expect(read(text)).toEqual({ code: 'PASSWORD_FORM' })
  })

  test('a masked, damaged, too short or look-alike password is refused without naming a sign of it', () => {
    expect(read('••••••')).toEqual({ code: 'PASSWORD_MASKED' })
    expect(read('1,23E+11')).toEqual({ code: 'SPREADSHEET_NUMBER' })
    expect(read('a-b c')).toEqual({ code: 'PASSWORD_TOO_SHORT', values: [4] })
    expect(read('SECR\u0415T12')).toEqual({ code: 'LOOKALIKE', values: [] })
  })
})
