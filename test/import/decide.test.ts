import { describe, expect, test } from 'vitest'
import {
  comparePassword,
  decideRow,
  type KnownAccount,
  type KnownOwner,
  type PasswordComparison,
} from '../../server/staff/import/decide.ts'
import type { OwnerRow } from '../../server/staff/import/judge-row.ts'

const row: OwnerRow = {
  line: 2,
  agencyId: 'a',
  ownerKey: '001',
  title: 'Mme',
  firstName: 'Marie',
  lastName: 'Durand',
  birthDate: '1948-03-12',
  identifier: 'TIL-0420',
  identifierKey: 'T110420',
  residence: 'Les Tilleuls',
  password: { kind: 'CLEAR', normal: 'KXTR7M4P' },
}
const owner: KnownOwner = {
  id: 'o',
  title: 'Mme',
  firstName: 'Marie',
  lastName: 'Durand',
  birthDate: '1948-03-12',
  hasCredential: false,
}
const account: KnownAccount = {
  id: 'c',
  identifier: 'TIL-0420',
  state: 'ISSUED',
  residence: 'Les Tilleuls',
  issuedHash: 'hash',
  issuedScheme: 'NORMAL',
  issuedExpiresAt: null,
  agencyId: 'a',
  ownerKey: '001',
}

/** A decision in one word. */
function decide(
  changes: { row?: Partial<OwnerRow>; owner?: Partial<KnownOwner> | null; account?: Partial<KnownAccount> | null },
  password: PasswordComparison = 'SAME',
  update = false,
): string {
  const known = {
    owner: changes.owner === null ? null : { ...owner, ...changes.owner },
    account: changes.account === null ? null : { ...account, ...changes.account },
  }
  const decision = decideRow({ ...row, ...changes.row }, known, password, update)
  if (decision.kind === 'REFUSED') return decision.problems.map(({ column, code }) => `${column} ${code}`).join()
  if (decision.kind === 'NEW') return ['NEW', ...decision.ownerChanges].join(' ')
  return ['KNOWN', ...decision.ownerChanges, ...decision.accountChanges, ...(decision.kept ? ['(kept)'] : [])].join(' ')
}

describe('a known account', () => {
  test.each([
    ['nothing differs', {}, 'KNOWN'],
    ['another residence', { row: { residence: 'Les Ifs' } }, 'KNOWN residence'],
    ['another last name', { row: { lastName: 'Martin' } }, 'KNOWN nom'],
    ['another birth date', { row: { birthDate: '1950-01-01' } }, 'KNOWN date_naissance'],
    ['a title and a birth date that the file leaves out', { row: { title: '', birthDate: null } }, 'KNOWN'],
    ['a birth date that was unknown', { owner: { birthDate: null } }, 'KNOWN date_naissance'],
    ['the identifier printed with other spaces', { row: { identifier: 'til 0420' } }, 'KNOWN'],
    ['the identifier with O for 0', { row: { identifier: 'TIL-O420' } }, 'identifiant IDENTIFIER_NEARLY_TAKEN'],
    ['the identifier of another owner key', { account: { ownerKey: '002' } }, 'identifiant IDENTIFIER_OF_ANOTHER'],
    ['the identifier of another agency', { account: { agencyId: 'b' } }, 'identifiant IDENTIFIER_OF_ANOTHER'],
    [
      'another name and another birth date',
      { row: { lastName: 'Martin', birthDate: '1950-01-01' } },
      'proprietaire OWNER_ANOTHER_PERSON',
    ],
    [
      'another full name, nobody having signed in',
      { row: { firstName: 'Luc', lastName: 'Martin' } },
      'KNOWN prenom nom',
    ],
    [
      'another full name under an open area',
      { row: { firstName: 'Luc', lastName: 'Martin' }, owner: { hasCredential: true } },
      'proprietaire OWNER_ANOTHER_PERSON',
    ],
    [
      'another last name under an open area',
      { row: { lastName: 'Martin' }, owner: { hasCredential: true } },
      'KNOWN nom',
    ],
    [
      'another company under an open area',
      { row: { firstName: '', lastName: 'SCI B' }, owner: { firstName: '', lastName: 'SCI A', hasCredential: true } },
      'proprietaire OWNER_ANOTHER_PERSON',
    ],
  ])('%s', (_name, changes, expected) => {
    for (const update of [false, true]) expect(decide(changes, 'SAME', update)).toBe(expected)
  })

  test('an issued password that differs is a change, one that was not looked at is kept', () => {
    expect(decide({}, 'DIFFERENT')).toBe('KNOWN mot_de_passe')
    expect(decide({}, 'KEPT')).toBe('KNOWN (kept)')
    expect(decide({ row: { password: null } }, 'KEPT')).toBe('KNOWN')
  })
})

describe('a new account', () => {
  test.each([
    ['of a new owner', { owner: null }, 'NEW', 'NEW'],
    ['of a known owner', {}, 'NEW', 'NEW'],
    [
      'of a known owner whose birth date was unknown',
      { owner: { birthDate: null } },
      'NEW date_naissance',
      'NEW date_naissance',
    ],
    ['of an owner known under another name', { row: { lastName: 'Martin' } }, 'nom OWNER_KNOWN_OTHERWISE', 'NEW nom'],
    [
      'of an owner born on another day',
      { row: { birthDate: '1950-01-01' } },
      'date_naissance OWNER_KNOWN_OTHERWISE',
      'NEW date_naissance',
    ],
    [
      'of somebody else',
      { row: { lastName: 'Martin', birthDate: '1950-01-01' } },
      'proprietaire OWNER_ANOTHER_PERSON',
      'proprietaire OWNER_ANOTHER_PERSON',
    ],
    ['without a password', { row: { password: null } }, 'mot_de_passe MISSING', 'mot_de_passe MISSING'],
  ])('%s', (_name, changes, plain, updating) => {
    expect(decide({ ...changes, account: null })).toBe(plain)
    expect(decide({ ...changes, account: null }, 'SAME', true)).toBe(updating)
  })
})

describe('the password of a known account', () => {
  const stored = { kind: 'STORED', scheme: 'BCRYPT', hash: 'hash', own: false } as const
  test.each([
    ['in clear, over one in clear: one hash tells', {}, {}, 'HASH'],
    ['in clear, over an imported hash', {}, { issuedScheme: 'BCRYPT' }, 'DIFFERENT'],
    [
      'a digest, over the same kind: one hash tells',
      { password: { kind: 'DIGEST', scheme: 'MD5', hex: 'ab' } },
      { issuedScheme: 'MD5' },
      'HASH',
    ],
    [
      'a digest, over another kind',
      { password: { kind: 'DIGEST', scheme: 'SHA1', hex: 'ab' } },
      { issuedScheme: 'MD5' },
      'DIFFERENT',
    ],
    ['the same hash string', { password: stored }, { issuedScheme: 'BCRYPT' }, 'SAME'],
    ['another hash string', { password: stored }, { issuedScheme: 'BCRYPT', issuedHash: 'other' }, 'DIFFERENT'],
    ['left out', { password: null }, {}, 'KEPT'],
    ['over none', {}, { issuedHash: null, issuedScheme: null }, 'DIFFERENT'],
    ['over one of a new letter is never looked at', {}, { issuedExpiresAt: new Date('2027-01-01') }, 'KEPT'],
    ['of an ACTIVE account is never looked at', {}, { state: 'ACTIVE' }, 'KEPT'],
    ['of a FROZEN account is never looked at', { password: stored }, { state: 'FROZEN' }, 'KEPT'],
    ['of a CLOSED account is never looked at', {}, { state: 'CLOSED' }, 'KEPT'],
  ] satisfies [string, Partial<OwnerRow>, Partial<KnownAccount>, string][])(
    '%s',
    (_name, rowChanges, accountChanges, expected) => {
      expect(comparePassword({ ...row, ...rowChanges }, { ...account, ...accountChanges })).toBe(expected)
    },
  )
})
