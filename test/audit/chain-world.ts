import pg from 'pg'
import { createSealer } from '../../server/audit/sealer.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { record } from '../../server/flows/parts/record.ts'
import { createKeyRing, type KeyRing } from '../../server/keys.ts'
import { type World, world } from '../support/world.ts'

export const rings = {
  old: createKeyRing(new Map([['k1', new Uint8Array(32).fill(7)]]), 'k1'),
  new: createKeyRing(
    new Map([
      ['k2', new Uint8Array(32).fill(9)],
      ['k1', new Uint8Array(32).fill(7)],
    ]),
    'k2',
  ),
  without: createKeyRing(new Map([['k2', new Uint8Array(32).fill(9)]]), 'k2'),
}

/** A world whose audit holds some events of one account, sealed. */
export async function sealedWorld(events = 5) {
  const w = await world()
  const [{ accountId }] = await w.people.owner()
  for (let i = 0; i < events; i++) {
    await record(
      w.deps.db,
      {
        ...{ realm: 'live', kind: 'SIGN_IN_FAILED', at: w.clock.now(), accountId },
        facts: { try: i },
      },
      null,
    )
    w.clock.forward({ seconds: 1 })
  }
  const sealer = createSealer(w.deps)
  await sealer.runOnce()
  return { w, accountId, sealer }
}

export function verify(w: World, keys: KeyRing = w.deps.keys, kept: Parameters<typeof verifyAudit>[1] = []) {
  return verifyAudit({ db: w.deps.db, keys }, kept)
}

/** What the database's owner does with the triggers out of the way. */
export async function asDatabaseOwner(w: World, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: w.deps.settings.databaseUrl ?? '' })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
