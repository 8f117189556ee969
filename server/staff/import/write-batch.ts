import type { Tx } from '../../deps.ts'
import type { Column } from './columns.ts'
import type { OwnerRow } from './judge-row.ts'
import { type KnownFacts, loadKnownFacts, nameOfOwner } from './known-facts.ts'
import type { StoredIssued } from './secrets.ts'
import type { ImportOptions, Taken } from './take-batch.ts'

/** Somebody else (a second import, an owner who has just migrated) changed what this batch was decided on. */
export class Overtaken extends Error {}

/**
 * Writes a decided batch. Throws `Overtaken` (and so rolls back) when a row to be made exists by now, or one to be
 * changed is no longer what was decided on.
 */
export async function writeBatch(
  tx: Tx,
  taken: readonly Taken[],
  facts: KnownFacts,
  stored: ReadonlyMap<OwnerRow, StoredIssued>,
  options: ImportOptions,
  now: Date,
): Promise<void> {
  const ownerIds = await createOwners(tx, taken, facts, options.realm, now)
  const accounts = taken
    .filter(({ decision }) => decision.kind === 'NEW')
    .map(({ row }) => ({
      realm: options.realm,
      ownerId: ownerIds.get(nameOfOwner(row.agencyId, row.ownerKey)) ?? '',
      identifier: row.identifier,
      identifierKey: row.identifierKey,
      residence: row.residence,
      state: 'ISSUED' as const,
      createdAt: now,
      ...stored.get(row),
    }))
    .sort((a, b) => (a.identifierKey < b.identifierKey ? -1 : 1))
  const made = await tx.account.createMany({ data: accounts, skipDuplicates: true })
  if (made.count !== accounts.length) throw new Overtaken()
  if (options.update) await applyChanges(tx, taken, facts, stored, options.realm, now)
}

/** Ids of the owners that rows belong to, those made now included. Sorted: two imports wait, never in a circle. */
async function createOwners(
  tx: Tx,
  taken: readonly Taken[],
  facts: KnownFacts,
  realm: string,
  now: Date,
): Promise<Map<string, string>> {
  const data = taken
    .filter(({ newOwner }) => newOwner)
    .map(({ row }) => ({
      realm,
      agencyId: row.agencyId,
      key: row.ownerKey,
      title: row.title,
      firstName: row.firstName,
      lastName: row.lastName,
      birthDate: row.birthDate === null ? null : new Date(row.birthDate),
      createdAt: now,
    }))
    .sort((a, b) => (nameOfOwner(a.agencyId, a.key) < nameOfOwner(b.agencyId, b.key) ? -1 : 1))
  const made = await tx.owner.createManyAndReturn({
    data,
    skipDuplicates: true,
    select: { id: true, agencyId: true, key: true },
  })
  if (made.length !== data.length) throw new Overtaken()
  const ids = new Map(made.map(({ id, agencyId, key }) => [nameOfOwner(agencyId, key), id]))
  for (const { row } of taken) {
    const owner = facts.owner(row)
    if (owner) ids.set(nameOfOwner(row.agencyId, row.ownerKey), owner.id)
  }
  return ids
}

/** Applies what the operator asked with --update, under each owner's lock and only on what was decided on. */
async function applyChanges(
  tx: Tx,
  taken: readonly Taken[],
  facts: KnownFacts,
  stored: ReadonlyMap<OwnerRow, StoredIssued>,
  realm: string,
  now: Date,
): Promise<void> {
  const changes = taken.flatMap(({ row, decision }) => {
    const owner = facts.owner(row)
    if (!owner || decision.kind === 'REFUSED') return []
    const accountChanges = decision.kind === 'KNOWN' ? decision.accountChanges : []
    if (decision.ownerChanges.length + accountChanges.length === 0) return []
    return [{ row, ownerId: owner.id, ownerChanges: decision.ownerChanges, accountChanges }]
  })
  if (changes.length === 0) return
  // Owner first, as every step of a journey does: an owner who is migrating right now is waited for.
  const ids = [...new Set(changes.map(({ ownerId }) => ownerId))]
  await tx.$queryRaw`SELECT 1 FROM "Owner" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const current = await loadKnownFacts(
    tx,
    realm,
    changes.map(({ row }) => row),
  )
  for (const { row } of changes) if (!isAsDecided(row, facts, current)) throw new Overtaken()

  for (const { row, ownerId, ownerChanges, accountChanges } of changes) {
    if (ownerChanges.length > 0) await changeOwner(tx, ownerId, row, ownerChanges)
    const account = facts.account(row)
    if (!account || accountChanges.length === 0) continue
    const secret = accountChanges.includes('mot_de_passe') ? stored.get(row) : undefined
    await tx.account.update({
      where: { id: account.id },
      data: { residence: row.residence, ...(secret && { ...secret, issuedExpiresAt: null }) },
      select: { id: true },
    })
    // A journey begun with the password that has just been replaced must not be finished with it.
    if (secret) await endMigrations(tx, account.id, now)
  }
}

/** An account new to `facts` was made by this very batch. */
function isAsDecided(row: OwnerRow, facts: KnownFacts, current: KnownFacts): boolean {
  const [before, after] = [facts.account(row), current.account(row)]
  const accountStands = before === null || JSON.stringify(before) === JSON.stringify(after)
  return accountStands && JSON.stringify(facts.owner(row)) === JSON.stringify(current.owner(row))
}

async function changeOwner(tx: Tx, id: string, row: OwnerRow, columns: readonly Column[]): Promise<void> {
  await tx.owner.update({
    where: { id },
    data: {
      ...(columns.includes('civilite') && { title: row.title }),
      ...(columns.includes('prenom') && { firstName: row.firstName }),
      ...(columns.includes('nom') && { lastName: row.lastName }),
      ...(columns.includes('date_naissance') && row.birthDate && { birthDate: new Date(row.birthDate) }),
    },
    select: { id: true },
  })
}

async function endMigrations(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx.flow.updateMany({
    where: { accountId, kind: 'MIGRATION', endedAt: null },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
}
