import type { Deps } from '../../deps.ts'
import type { KnownAccount, KnownOwner } from './decide.ts'
import type { OwnerRow } from './judge-row.ts'

/** What the database knows of a batch of rows. */
export interface KnownFacts {
  owner(row: OwnerRow): KnownOwner | null
  account(row: OwnerRow): KnownAccount | null
}

/** Reads, in two statements whatever the batch, the owners and accounts that its rows name. */
export async function loadKnownFacts(
  db: Pick<Deps['db'], 'owner' | 'account'>,
  realm: string,
  rows: readonly OwnerRow[],
): Promise<KnownFacts> {
  const keysOf = new Map<string, string[]>()
  for (const row of rows) keysOf.set(row.agencyId, [...(keysOf.get(row.agencyId) ?? []), row.ownerKey])
  const [owners, accounts] = await Promise.all([
    db.owner.findMany({
      where: { realm, OR: [...keysOf].map(([agencyId, keys]) => ({ agencyId, key: { in: keys } })) },
      include: { credentials: { select: { id: true }, take: 1 } },
    }),
    db.account.findMany({
      where: { realm, identifierKey: { in: rows.map((row) => row.identifierKey) } },
      include: { owner: { select: { agencyId: true, key: true } } },
    }),
  ])
  const ownerOf = new Map(owners.map((owner) => [nameOfOwner(owner.agencyId, owner.key), owner]))
  const accountOf = new Map(accounts.map((account) => [account.identifierKey, account]))
  return {
    owner(row) {
      const owner = ownerOf.get(nameOfOwner(row.agencyId, row.ownerKey))
      if (!owner) return null
      const { id, title, firstName, lastName } = owner
      const birthDate = owner.birthDate?.toISOString().slice(0, 10) ?? null
      return { id, title, firstName, lastName, birthDate, hasCredential: owner.credentials.length > 0 }
    },
    account(row) {
      const account = accountOf.get(row.identifierKey)
      return account ? { ...account, agencyId: account.owner.agencyId, ownerKey: account.owner.key } : null
    },
  }
}

/** An owner key is scoped by its agency. */
export function nameOfOwner(agencyId: string, key: string): string {
  return `${agencyId}\n${key}`
}

/** Finds an agency by its key or its name, as people write it: case, accents and spaces aside. */
export function agencyFinder(
  agencies: readonly { id: string; key: string; name: string }[],
): (name: string) => string | 'UNKNOWN' | 'AMBIGUOUS' {
  const fold = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
  const byKey = new Map(agencies.map(({ id, key }) => [fold(key), id]))
  return (name) => {
    const key = byKey.get(fold(name))
    if (key) return key
    const named = agencies.filter((agency) => fold(agency.name) === fold(name))
    return named.length > 1 ? 'AMBIGUOUS' : (named[0]?.id ?? 'UNKNOWN')
  }
}
