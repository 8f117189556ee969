// Whether anything was lost or half done: the laws of this database, asked after every fault (docs/operating.md).
import type pg from 'pg'
import { createSealer } from '../server/audit/sealer.ts'
import { verifyAudit } from '../server/audit/verify.ts'
import type { Deps } from '../server/deps.ts'
import type { KeyRing } from '../server/keys.ts'
import { flowLaws } from './laws/flows.ts'
import type { Law } from './laws/law.ts'
import { mailLaws } from './laws/mail.ts'
import { passwordLaws } from './laws/passwords.ts'
import { nameSubjects } from './laws/subjects.ts'
import { tryLaws } from './laws/tries.ts'

export const laws: readonly Law[] = [...passwordLaws, ...flowLaws, ...tryLaws, ...mailLaws]

/** What breaks a law, one line each: its name and the row. Empty: they all hold. Asked while nobody writes. */
export async function brokenLaws(
  client: Pick<pg.Client, 'query'>,
  keys: KeyRing,
  asked: readonly Law[] = laws,
): Promise<string[]> {
  await nameSubjects(client, keys)
  const broken: string[] = []
  for (const { name, sql } of asked) {
    const { rows } = await client.query(sql)
    broken.push(...rows.map((row) => `${name}: ${JSON.stringify(row)}`))
  }
  return broken
}

/** The same of the audit: everything that is committed can be sealed, and the chain verifies from its beginning. */
export async function brokenAudit(deps: Pick<Deps, 'db' | 'keys' | 'log'>): Promise<string[]> {
  // A node may hold the turn at the chain.
  for (let turn = 0; turn < 200 && (await deps.db.event.count({ where: { number: null } })) > 0; turn++) {
    await createSealer(deps).runOnce()
  }
  const { fault, waiting } = await verifyAudit(deps, [])
  return [
    ...(fault ? [`the audit is whole: ${JSON.stringify(fault)}`] : []),
    ...(waiting > 0 ? [`every event is sealed: ${waiting} wait`] : []),
  ]
}
