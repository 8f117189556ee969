import { deriveCode, digestOf } from '../server/keys.ts'
import type { Town } from './town.ts'

/** A journey that waits for the step to be measured. */
export interface Waiting {
  handle: string
  flowId: string
  accountId: string
  code: string
}

let opened = 0

/** Journeys of `count` accounts, each at a step, written directly. */
export async function openFlows(
  { deps, pool }: Pick<Town, 'deps' | 'pool'>,
  count: number,
  { kind, step }: { kind: 'MIGRATION' | 'RESET'; step: 'ENTER_CODE' | 'SET_PASSWORD' },
): Promise<Waiting[]> {
  const at = deps.clock.now()
  // Issued and verified in the far future: the clock of this town leaps a minute at each request.
  const later = new Date(at.getTime() + 10 * 86_400_000_000)
  const { rows: accounts } = await pool.query(
    `SELECT a.id, c.email FROM "Account" AS a JOIN "Credential" AS c ON c.id = a."credentialId"
     WHERE a.identifier = ANY($1)`,
    [Array.from({ length: count }, (_, n) => `P${n}`)],
  )
  const keyId = deps.keys.currentId
  return Promise.all(
    accounts.map(async ({ id: accountId, email }) => {
      const handle = `cf_bench_${opened++}`
      const salt = deps.random.bytes(16)
      const flow = await pool.query(
        `INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, email, "emailTyped", "codeSet", "triesAllowed", "verifiedAt", "createdAt", "expiresAt")
         VALUES ('live', $5, $1, $2, $6, $7, true, 1, 5, $8, $3, $4) RETURNING id`,
        [digestOf(handle), accountId, at, later, kind, step, email, step === 'SET_PASSWORD' ? later : null],
      )
      const flowId: string = flow.rows[0].id
      await pool.query(
        `INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt") VALUES ($1, 1, 1, $5, $2, $3, $4)`,
        [flowId, salt, keyId, later, email],
      )
      return { handle, flowId, accountId, code: deriveCode(deps.keys, { keyId, flowId, generation: 1, salt }) }
    }),
  )
}
