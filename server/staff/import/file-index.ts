import type { JudgedRow, OwnerRow } from './judge-row.ts'
import { createKeyTable } from './key-table.ts'
import type { Problem } from './problems.ts'

/**
 * What only the whole file can tell: identifiers that meet, and owner keys with two names or birth dates. Filled by one
 * reading, asked during the next, so that every row of a conflict is refused and the order of rows does not matter.
 */
export interface FileIndex {
  add(judged: JudgedRow): void
  conflicts(row: OwnerRow): Problem[]
  /** The birth date that any row of this owner gives: a row without one then states the same person. */
  birthDateOf(row: OwnerRow): string | null
}

// Columns of the tables. Lines count from 1, so that 0 says "none".
const firstLine = 0
const secondLine = 1
const name = 1
const otherNameLine = 2
const birthDay = 3
const birthLine = 4
const otherBirthLine = 5

export function createFileIndex(): FileIndex {
  const identifiers = createKeyTable(2)
  const owners = createKeyTable(6)
  const names = createKeyTable(1)

  const ownerSlot = (row: OwnerRow) => owners.slot(`${row.agencyId}\n${row.ownerKey}`)
  const nameSlot = (row: OwnerRow) => names.slot(`${row.title}\n${row.firstName}\n${row.lastName}`)

  function addOwner(row: OwnerRow): void {
    const owner = ownerSlot(row)
    if (owners.get(owner, firstLine) === 0) {
      owners.set(owner, firstLine, row.line)
      owners.set(owner, name, nameSlot(row))
    } else if (owners.get(owner, name) !== nameSlot(row)) owners.set(owner, otherNameLine, row.line)
    if (row.birthDate === null) return
    if (owners.get(owner, birthLine) === 0) {
      owners.set(owner, birthLine, row.line)
      owners.set(owner, birthDay, dayNumber(row.birthDate))
    } else if (owners.get(owner, birthDay) !== dayNumber(row.birthDate)) owners.set(owner, otherBirthLine, row.line)
  }

  return {
    add({ row, problems }) {
      // A row refused for another cell still claims its identifier: once repaired it must not find it taken.
      if (row.identifierKey !== '') {
        const slot = identifiers.slot(row.identifierKey)
        if (identifiers.get(slot, firstLine) === 0) identifiers.set(slot, firstLine, row.line)
        else if (identifiers.get(slot, secondLine) === 0) identifiers.set(slot, secondLine, row.line)
      }
      if (problems.length === 0) addOwner(row)
    },
    conflicts(row) {
      const found: Problem[] = []
      const slot = identifiers.slot(row.identifierKey)
      const second = identifiers.get(slot, secondLine)
      if (second !== 0) {
        const other = second === row.line ? identifiers.get(slot, firstLine) : second
        found.push({ column: 'identifiant', code: 'IDENTIFIER_TWICE', values: [other] })
      }
      const owner = ownerSlot(row)
      const otherName = owners.get(owner, otherNameLine)
      if (otherName !== 0) {
        const other = owners.get(owner, name) === nameSlot(row) ? otherName : owners.get(owner, firstLine)
        found.push({ column: 'nom', code: 'OWNER_TWO_NAMES', values: [other] })
      }
      const otherBirth = owners.get(owner, otherBirthLine)
      if (otherBirth !== 0) {
        const same = row.birthDate === null || owners.get(owner, birthDay) === dayNumber(row.birthDate)
        const other = same ? otherBirth : owners.get(owner, birthLine)
        found.push({ column: 'date_naissance', code: 'OWNER_TWO_BIRTH_DATES', values: [other] })
      }
      return found
    },
    birthDateOf(row) {
      const owner = ownerSlot(row)
      return owners.get(owner, birthLine) === 0 ? null : dateOfDay(owners.get(owner, birthDay))
    },
  }
}

/** Days since 1 January 1900, the earliest birth date read. */
const dayOne = Date.UTC(1900, 0, 1)
const dayMs = 86_400_000

function dayNumber(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - dayOne) / dayMs
}

function dateOfDay(day: number): string {
  return new Date(dayOne + day * dayMs).toISOString().slice(0, 10)
}
