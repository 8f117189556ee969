import type { AccountState, IssuedScheme } from '../../generated/prisma/enums.ts'
import type { Column } from './columns.ts'
import type { OwnerRow } from './judge-row.ts'
import type { Problem } from './problems.ts'

/** What the database knows of the row's owner key. */
export interface KnownOwner {
  id: string
  title: string
  firstName: string
  lastName: string
  birthDate: string | null
  /** Somebody has already chosen a password under this key. */
  hasCredential: boolean
}

/** What the database knows of the row's identifier. */
export interface KnownAccount {
  id: string
  identifier: string
  state: AccountState
  residence: string
  issuedHash: string | null
  issuedScheme: IssuedScheme | null
  /** Only a password that we made expires: what a file brought in does not. */
  issuedExpiresAt: Date | null
  agencyId: string
  ownerKey: string
}

/** How the file's password compares with the issued one: KEPT when it is none of the import's business. */
export type PasswordComparison = 'SAME' | 'DIFFERENT' | 'KEPT'

/** A new account, or what differs from the known ones. `kept`: the file's password was not looked at. */
export type Decision =
  | { kind: 'REFUSED'; problems: Problem[] }
  | { kind: 'NEW'; ownerChanges: Column[] }
  | { kind: 'KNOWN'; ownerChanges: Column[]; accountChanges: Column[]; kept: boolean }

/**
 * What becomes of a sound row. An identifier never changes its owner; an account that is no longer ISSUED, or has had a
 * new letter, keeps its password; one owner key is one person. Changes are found here and applied only when the operator
 * asked (`update`).
 */
export function decideRow(
  row: OwnerRow,
  known: { owner: KnownOwner | null; account: KnownAccount | null },
  password: PasswordComparison,
  update: boolean,
): Decision {
  const { owner, account } = known
  const refused = (column: Column, code: Problem['code']): Decision => ({
    kind: 'REFUSED',
    problems: [{ column, code }],
  })
  if (account && (account.agencyId !== row.agencyId || account.ownerKey !== row.ownerKey)) {
    return refused('identifiant', 'IDENTIFIER_OF_ANOTHER')
  }
  if (account && spelling(account.identifier) !== spelling(row.identifier)) {
    return refused('identifiant', 'IDENTIFIER_NEARLY_TAKEN')
  }
  if (owner && isAnotherPerson(row, owner)) return refused('proprietaire', 'OWNER_ANOTHER_PERSON')
  const ownerChanges = owner ? compareOwner(row, owner) : []
  if (!account) {
    // A new account must not open the area of somebody who merely has the same key.
    const conflict = owner && ownerChanges.find((column) => !completes(column, owner))
    if (conflict && !update) return refused(conflict, 'OWNER_KNOWN_OTHERWISE')
    if (!row.password) return refused('mot_de_passe', 'MISSING')
    return { kind: 'NEW', ownerChanges }
  }
  const accountChanges: Column[] = account.residence === row.residence ? [] : ['residence']
  if (password === 'DIFFERENT') accountChanges.push('mot_de_passe')
  return { kind: 'KNOWN', ownerChanges, accountChanges, kept: password === 'KEPT' && row.password !== null }
}

/** How the passwords compare without hashing, or the question that one hash answers. */
export function comparePassword(row: OwnerRow, account: KnownAccount): PasswordComparison | 'HASH' {
  // After the migration the issued hash serves one rule ("not the issued one") and is never verified again.
  if (account.state !== 'ISSUED' || !row.password) return 'KEPT'
  // The service has sent a new letter since: the file's password is the lost, perhaps stolen, one.
  if (account.issuedExpiresAt) return 'KEPT'
  if (!account.issuedHash) return 'DIFFERENT'
  const { password } = row
  if (password.kind === 'STORED') {
    return password.scheme === account.issuedScheme && password.hash === account.issuedHash ? 'SAME' : 'DIFFERENT'
  }
  const scheme = password.kind === 'CLEAR' ? 'NORMAL' : password.scheme
  return scheme === account.issuedScheme ? 'HASH' : 'DIFFERENT'
}

/** As printed, without what the eye skips. Unlike the key it tells O from 0. */
function spelling(identifier: string): string {
  return identifier
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * Name and birth date both differ; or, once somebody has chosen a password under this key, first and last name do (a
 * company has no first name: its name alone decides). Lots are sold and keys used again: the buyer must not be given
 * the seller's open area, `--update` or not.
 */
function isAnotherPerson(row: OwnerRow, owner: KnownOwner): boolean {
  const otherFirst = row.firstName !== owner.firstName
  const otherLast = row.lastName !== owner.lastName
  const otherBirth = row.birthDate !== null && owner.birthDate !== null && row.birthDate !== owner.birthDate
  const hasFirst = row.firstName !== '' || owner.firstName !== ''
  return ((otherFirst || otherLast) && otherBirth) || (owner.hasCredential && otherLast && (otherFirst || !hasFirst))
}

/** An empty title or birth date says nothing: it never erases what is known. */
function compareOwner(row: OwnerRow, owner: KnownOwner): Column[] {
  const changes: Column[] = []
  if (row.title !== '' && row.title !== owner.title) changes.push('civilite')
  if (row.firstName !== owner.firstName) changes.push('prenom')
  if (row.lastName !== owner.lastName) changes.push('nom')
  if (row.birthDate !== null && row.birthDate !== owner.birthDate) changes.push('date_naissance')
  return changes
}

/** The change fills in what was unknown, or concerns the title, which is no part of who a person is. */
function completes(column: Column, owner: KnownOwner): boolean {
  return column === 'civilite' || (column === 'date_naissance' && owner.birthDate === null)
}
