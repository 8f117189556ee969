import type pg from 'pg'
import { deriveCode, digestOf } from '../server/keys.ts'
import { measureRatio, type Ratio, rateOf } from './ratio.ts'
import type { Town } from './town.ts'

const query =
  'mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { __typename ... on CodeVerified { flow { step } } } }'

interface Waiting {
  handle: string
  flowId: string
  accountId: string
  code: string
}

/** Right codes a second over the same statements through the driver alone. */
export async function benchVerifyEmailCode(town: Town): Promise<Ratio> {
  const jobs = 400
  const atOnce = 8
  return measureRatio(
    { name: 'verifyEmailCode', unit: 'a second', limit: 'the same statements, driver alone', rounds: 5 },
    async () => {
      const waiting = await openFlows(town, jobs)
      return rateOf(jobs, atOnce, async (i) => {
        const { handle: flow, code } = waiting[i] as Waiting
        const { verifyEmailCode } = await town.ask(query, { input: { flow, code } })
        if (verifyEmailCode?.__typename !== 'CodeVerified') throw new Error(JSON.stringify(verifyEmailCode))
      })
    },
    async () => {
      const waiting = await openFlows(town, jobs)
      return rateOf(jobs, atOnce, async (i) => {
        const client = await town.pool.connect()
        try {
          await bareVerify(client, waiting[i] as Waiting, town.deps.clock.now())
        } finally {
          client.release()
        }
      })
    },
  )
}

let opened = 0

/** Flows that wait for their code, written directly. */
export async function openFlows({ deps, pool }: Town, count: number): Promise<Waiting[]> {
  const at = deps.clock.now()
  const later = new Date(at.getTime() + 10 * 86_400_000_000)
  const { rows: accounts } = await pool.query('SELECT id FROM "Account" LIMIT $1', [count])
  return Promise.all(
    accounts.map(async ({ id: accountId }) => {
      const handle = `cf_bench_${opened++}`
      const salt = deps.random.bytes(16)
      const flow = await pool.query(
        `INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, email, "emailTyped", "codeSet", "triesAllowed", "createdAt", "expiresAt")
         VALUES ('live', 'MIGRATION', $1, $2, 'ENTER_CODE', 'odette@orange.example', true, 1, 5, $3, $4) RETURNING id`,
        [digestOf(handle), accountId, at, later],
      )
      const flowId: string = flow.rows[0].id
      const keyId = deps.keys.currentId
      // Issued in the far future: the clock of this town leaps a minute at each request.
      await pool.query(
        `INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
         VALUES ($1, 1, 1, 'odette@orange.example', $2, $3, $4)`,
        [flowId, salt, keyId, later],
      )
      return { handle, flowId, accountId, code: deriveCode(deps.keys, { keyId, flowId, generation: 1, salt }) }
    }),
  )
}

async function bareVerify(client: pg.PoolClient, { handle, flowId, accountId }: Waiting, now: Date): Promise<void> {
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  await client.query('BEGIN')
  await run('flow', 'SELECT * FROM "Flow" WHERE "handleHash" = $1 FOR UPDATE', [digestOf(handle)])
  await run('codes', 'SELECT * FROM "Code" WHERE "flowId" = $1', [flowId])
  await run(
    'count',
    `INSERT INTO "Counter" AS c (realm, kind, subject, at) VALUES ('live', 'WRONG_CODE', $1, ARRAY[$2::timestamptz])
     ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at RETURNING at`,
    [Buffer.from(accountId), now],
  )
  await run(
    'takeBack',
    `UPDATE "Counter" SET at = at[:array_position(at, $2::timestamptz) - 1]
     WHERE realm = 'live' AND kind = 'WRONG_CODE' AND subject = $1`,
    [Buffer.from(accountId), now],
  )
  await run('used', 'UPDATE "Code" SET "usedAt" = $2 WHERE "flowId" = $1 AND "usedAt" IS NULL', [flowId, now])
  await run(
    'event',
    `INSERT INTO "Event" (realm, at, kind, "accountId", "flowId") VALUES ('live', $1, 'CODE_VERIFIED', $2, $3)`,
    [now, accountId, flowId],
  )
  await run(
    'verified',
    `UPDATE "Flow" SET step = 'SET_PASSWORD', "verifiedAt" = $2, "triesSpent" = "triesAllowed" WHERE id = $1`,
    [flowId, now],
  )
  await client.query('COMMIT')
  await run('flowById', 'SELECT * FROM "Flow" WHERE id = $1', [flowId])
  await run('codes', 'SELECT * FROM "Code" WHERE "flowId" = $1', [flowId])
}
