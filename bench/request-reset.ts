import { digestOf } from '../server/keys.ts'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import type { Town } from './town.ts'

export const requestResetQuery =
  'mutation ($input: RequestResetInput!) { requestReset(input: $input) { __typename ... on ResetRequested { handle } } }'
const jobs = 400
// Each answer waits for a beat of 10 ms: the fewer at once, the more of the measured time is that wait.
const atOnce = 16

/** Requests for a reset's code a second, over the one statement that writes as much by hand. */
export async function benchRequestReset(town: Town, peer: Peer, accounts: number): Promise<Line> {
  let next = 0
  let nextBare = 0
  let nextOfPeer = 0
  return measureInTurn(
    { name: '`requestReset`', unit: 'a second', limit: 'one statement by hand', rounds: 5 },
    {
      ours: () =>
        rateOf(jobs, atOnce, async () => {
          const n = next++
          const input = { identifier: `P${n % accounts}`, email: `p${n % accounts}@orange.example` }
          // A network for each: its own limits are not what is measured.
          const from = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
          const { requestReset } = await town.ask(requestResetQuery, { input }, null, from)
          if (requestReset?.__typename !== 'ResetRequested') throw new Error(JSON.stringify(requestReset))
        }),
      bare: () =>
        rateOf(jobs, atOnce, async () => {
          const n = nextBare++
          const at = town.deps.clock.now()
          const handle = digestOf(`bare ${n}`)
          await town.pool.query({ ...bareReset, values: [`P${n % accounts}`, handle, at, town.deps.random.bytes(16)] })
        }),
      peer: () =>
        rateOf(jobs, atOnce, async () => {
          const email = `p${nextOfPeer++ % accounts}@orange.example`
          await peer.ask('/email-otp/request-password-reset', { email })
        }),
    },
  )
}

/** The flow, its code, its mail in the outbox, two events, and the five subjects that a send counts on. */
const bareReset = {
  name: 'bare reset',
  text: `
    WITH account AS (
      SELECT a.id, c.email FROM "Account" AS a JOIN "Credential" AS c ON c.id = a."credentialId"
      WHERE a.realm = 'live' AND a."identifierKey" = $1
    ), flow AS (
      INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, email, "emailTyped", "codeSet", "triesAllowed", "createdAt", "expiresAt")
      SELECT 'live', 'RESET', $2, id, 'ENTER_CODE', email, true, 1, 5, $3::timestamptz, $3::timestamptz + interval '1 hour' FROM account
      RETURNING id, "accountId", email
    ), code AS (
      INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
      SELECT id, 1, 1, email, $4, 'k', $3 FROM flow RETURNING id
    ), message AS (
      INSERT INTO "Message" (realm, kind, "accountId", "codeId", email, domain, state, "createdAt", "nextAttemptAt", "giveUpAt")
      SELECT 'live', 'RESET_CODE', "accountId", code.id, email, 'orange.example', 'ABANDONED', $3, $3, $3 FROM flow, code
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", "flowId")
      SELECT 'live', $3, kind, "accountId", id FROM flow, (VALUES ('CODE_SENT'), ('RESET_REQUESTED')) AS k (kind)
    )
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT 'live', kind, uuid_send(id), ARRAY[$3::timestamptz]
    FROM flow, (VALUES ('SEND_1'), ('SEND_2'), ('SEND_3'), ('SEND_4'), ('SEND_5')) AS k (kind)
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at`,
}
