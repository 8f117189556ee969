import { digestOf } from '../server/keys.ts'
import { openFlows, type Waiting } from './open-flows.ts'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import type { Town } from './town.ts'

export const verifyQuery =
  'mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { __typename ... on CodeVerified { flow { step } } } }'
const pageQuery = 'query ($flow: String!) { flow(flow: $flow) { __typename } }'
const jobs = 400
const atOnce = 8

/** Right codes a second over the one statement, hence one transaction, that does the same durable work by hand. */
export async function benchVerifyEmailCode(town: Town, peer: Peer): Promise<Line> {
  const open = () => openFlows(town, jobs, { kind: 'MIGRATION', step: 'ENTER_CODE' })
  // Whoever types a code has the page of the code before them.
  const show = async (waiting: readonly Waiting[]) => {
    for (const { handle: flow } of waiting) await town.ask(pageQuery, { flow })
    return waiting
  }
  return measureInTurn(
    { name: '`verifyEmailCode`', unit: 'a second', limit: 'one statement by hand', rounds: 7 },
    {
      async ours() {
        const waiting = await show(await open())
        return rateOf(jobs, atOnce, async (i) => {
          const { handle: flow, code } = waiting[i] as Waiting
          const { verifyEmailCode } = await town.ask(verifyQuery, { input: { flow, code } })
          if (verifyEmailCode?.__typename !== 'CodeVerified') throw new Error(JSON.stringify(verifyEmailCode))
        })
      },
      async bare() {
        const waiting = await open()
        return rateOf(jobs, atOnce, async (i) => {
          const { handle, accountId } = waiting[i] as Waiting
          const values = [digestOf(handle), town.deps.clock.now(), Buffer.from(accountId)]
          const { rowCount } = await town.pool.query({ ...bareVerify, values })
          if (rowCount !== 1) throw new Error('no flow went on')
        })
      },
      async peer() {
        const emails = Array.from({ length: jobs }, (_, i) => `p${i}@orange.example`)
        for (const email of emails) {
          await peer.ask('/email-otp/send-verification-otp', { email, type: 'email-verification' })
        }
        return rateOf(jobs, atOnce, async (i) => {
          const email = emails[i] ?? ''
          const { status } = await peer.ask('/email-otp/verify-email', { email, otp: peer.codeSentTo(email) })
          if (status !== true) throw new Error('better-auth took no code')
        })
      },
    },
  )
}

/** The try is counted and taken back, the code used, the event written, the flow moved: under the flow's lock. */
const bareVerify = {
  name: 'bare verify',
  text: `
    WITH locked AS (
      SELECT f.id, f."accountId", c.id AS code, c.salt FROM "Flow" AS f JOIN "Code" AS c ON c."flowId" = f.id
      WHERE f."handleHash" = $1 AND c."usedAt" IS NULL FOR UPDATE OF f
    ), counted AS (
      INSERT INTO "Counter" AS k (realm, kind, subject, at) SELECT 'live', 'WRONG_CODE', $3, '{}' FROM locked
      ON CONFLICT (realm, kind, subject) DO UPDATE SET at = k.at RETURNING at
    ), used AS (
      UPDATE "Code" SET "usedAt" = $2 FROM locked WHERE "Code".id = locked.code
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", "flowId")
      SELECT 'live', $2, 'CODE_VERIFIED', "accountId", id FROM locked
    )
    UPDATE "Flow" SET step = 'SET_PASSWORD', "verifiedAt" = $2, "triesSpent" = "triesAllowed"
    FROM locked, counted WHERE "Flow".id = locked.id RETURNING "Flow".step`,
}
