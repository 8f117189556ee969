import type pg from 'pg'
import type { Deps } from '../server/deps.ts'

/** Codes that wait to be mailed, as flows leave them, put in by the database itself. */
export async function queueCodes(
  pool: Pick<pg.Pool, 'query'>,
  { clock, keys }: Pick<Deps, 'clock' | 'keys'>,
  count: number,
  domains: readonly string[],
): Promise<void> {
  const at = clock.now()
  const later = new Date(at.getTime() + 3.5 * 3_600_000)
  await pool.query(
    `WITH chosen AS (
       SELECT gen_random_uuid() AS flow, gen_random_uuid() AS code, id AS account, n, ($5::text[])[1 + n % $6] AS domain
       FROM generate_series(1, $1::int) AS n
         JOIN (SELECT id, row_number() OVER () AS nth, count(*) OVER () AS accounts FROM "Account") AS a ON nth = 1 + n % accounts
     ), flows AS (
       INSERT INTO "Flow" (id, realm, kind, "handleHash", "accountId", step, email, "emailTyped", "codeSet", "triesAllowed", "createdAt", "expiresAt")
       SELECT flow, 'live', 'MIGRATION', decode(md5(flow::text), 'hex'), account, 'ENTER_CODE', 'owner' || n || '@' || domain, true, 1, 5, $2, $2::timestamptz + interval '24 hours' FROM chosen
     ), codes AS (
       INSERT INTO "Code" (id, "flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
       SELECT code, flow, 1, 1, 'owner' || n || '@' || domain, decode(md5(code::text), 'hex'), $4, $2 FROM chosen
     )
     INSERT INTO "Message" (realm, kind, "accountId", "codeId", email, domain, "createdAt", "nextAttemptAt", "giveUpAt")
     SELECT 'live', 'MIGRATION_CODE', account, code, 'owner' || n || '@' || domain, domain, $2, $2, $3 FROM chosen`,
    [count, at, later, keys.currentId, domains, domains.length],
  )
}
