import type { Deps } from '../../deps.ts'
import { comparePassword, type Decision, decideRow, type PasswordComparison } from './decide.ts'
import type { OwnerRow } from './judge-row.ts'
import { type KnownFacts, loadKnownFacts, nameOfOwner } from './known-facts.ts'
import { isSameIssued, type StoredIssued, storeIssued, withEachPlace } from './secrets.ts'
import { Overtaken, writeBatch } from './write-batch.ts'

export interface ImportOptions {
  realm: string
  dryRun: boolean
  update: boolean
}

export interface Taken {
  row: OwnerRow
  decision: Decision
  /** The row made its owner as well. */
  newOwner: boolean
}

const greatestAttempts = 10

/**
 * Takes a batch of sound rows: reads what is known, hashes outside any transaction, then writes all of it in one short
 * transaction. Whatever was overtaken meanwhile rolls the whole batch back and it is decided again on the new facts, so
 * that two imports at once, or one killed and run again, neither double nor lose a row.
 */
export async function takeBatch(
  deps: Pick<Deps, 'db' | 'hasher' | 'clock'>,
  rows: readonly OwnerRow[],
  options: ImportOptions,
): Promise<Taken[]> {
  // Kept over the attempts: a hash is the dear part, and what it was made from has not changed.
  const stored = new Map<OwnerRow, StoredIssued>()
  for (let attempt = 1; ; attempt++) {
    const facts = await loadKnownFacts(deps.db, options.realm, rows)
    const taken = await decideBatch(deps.hasher, rows, facts, stored, options)
    if (options.dryRun) return taken
    const now = deps.clock.now()
    try {
      await deps.db.$transaction((tx) => writeBatch(tx, taken, facts, stored, options, now))
      return taken
    } catch (error) {
      if (!(error instanceof Overtaken || isConflict(error)) || attempt === greatestAttempts) throw error
    }
  }
}

async function decideBatch(
  hasher: Deps['hasher'],
  rows: readonly OwnerRow[],
  facts: KnownFacts,
  stored: Map<OwnerRow, StoredIssued>,
  options: ImportOptions,
): Promise<Taken[]> {
  const decisions = new Map<OwnerRow, Decision>()
  await withEachPlace(hasher, rows, async (row, place) => {
    const [owner, account] = [facts.owner(row), facts.account(row)]
    const decide = (password: PasswordComparison) => decideRow(row, { owner, account }, password, options.update)
    // Decided without the password first: a row that is refused anyway costs no hash.
    let decision = decide('SAME')
    if (account && decision.kind === 'KNOWN') {
      const quick = comparePassword(row, account)
      const same = quick === 'HASH' && row.password && (await isSameIssued(place, row.password, account))
      decision = decide(quick === 'HASH' ? (same ? 'SAME' : 'DIFFERENT') : quick)
    }
    decisions.set(row, decision)
    if (row.password && !options.dryRun && needsHash(decision, options.update) && !stored.has(row)) {
      stored.set(row, await storeIssued(place, row.password))
    }
  })
  const seen = new Set<string>()
  return rows.map((row) => {
    const decision = decisions.get(row)
    if (!decision) throw new Error(`line ${row.line} was not decided`)
    const name = nameOfOwner(row.agencyId, row.ownerKey)
    const newOwner = decision.kind === 'NEW' && !facts.owner(row) && !seen.has(name)
    if (newOwner) seen.add(name)
    return { row, decision, newOwner }
  })
}

function needsHash(decision: Decision, update: boolean): boolean {
  if (decision.kind === 'NEW') return true
  return decision.kind === 'KNOWN' && update && decision.accountChanges.includes('mot_de_passe')
}

/** A deadlock or a write conflict, which PostgreSQL settled by rolling this batch back. P2010: told by a raw statement. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'P2034' || (error.code === 'P2010' && /\b(40P01|40001)\b/.test(error.message))
}
