import type pg from 'pg'
import { accountOf } from '../../server/flows/parts/flow-counters.ts'
import type { KeyRing } from '../../server/keys.ts'

interface Tried {
  realm: string
  accountId: string | null
  pair: Uint8Array<ArrayBuffer> | null
}

/** SQL: who a wrong code counted on, as `Tried.who` says it: an account, or the pair of a reset that opens nothing. */
export const whoOf = (accountId: string, pair: string) => `coalesce(${accountId}::text, encode(${pair}, 'hex'))`

const kinds = ['WRONG_CODE', 'WRONG_CODE_CHANGE']

/**
 * Makes the table `Tried` of this session: under which subject the wrong codes of each account, and of each pair that opens
 * nothing, are counted, by kind. Subjects are HMACs: SQL alone cannot tell whose a counter is.
 */
export async function nameSubjects(client: Pick<pg.Client, 'query'>, keys: KeyRing): Promise<void> {
  const { rows } = await client.query<Tried>(`
    SELECT realm, id AS "accountId", NULL AS pair FROM "Account"
    UNION SELECT realm, NULL, pair FROM "Flow" WHERE pair IS NOT NULL`)
  const subjects = rows.flatMap((one) =>
    kinds.flatMap((kind) =>
      keys.ids.map((id) => ({ ...one, kind, subject: keys.hmac(id, 'counter', one.realm, kind, accountOf(one)) })),
    ),
  )
  await client.query(`DROP TABLE IF EXISTS pg_temp."Tried"`)
  await client.query(`CREATE TEMP TABLE "Tried" (who text, realm text, kind text, subject bytea)`)
  await client.query(
    `INSERT INTO "Tried" SELECT ${whoOf('a', 'p')}, r, k, s
     FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::bytea[]) AS t (a, p, r, k, s)`,
    [
      subjects.map(({ accountId }) => accountId),
      subjects.map(({ pair }) => pair),
      subjects.map(({ realm }) => realm),
      subjects.map(({ kind }) => kind),
      subjects.map(({ subject }) => Buffer.from(subject)),
    ],
  )
}
