import { digestOf } from '../server/keys.ts'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

export const meQuery = '{ me { __typename account { identifier residence } email } }'
const jobs = 1000
const atOnce = 8

/** `me` requests a second over the one statement that reads as much by hand. */
export async function benchMe(town: Town, peer: Peer): Promise<Line> {
  const token = await openSession(town, 'cs_bench')
  const { cookie } = await peer.ask('/sign-in/username', { username: 'P0', password })
  if (typeof cookie !== 'string') throw new Error('better-auth gave no cookie')
  return measureInTurn(
    { name: '`me`', unit: 'a second', limit: 'one joined statement by hand', rounds: 7 },
    {
      ours: () =>
        rateOf(jobs, atOnce, async () => {
          const { me } = await town.ask(meQuery, {}, token)
          if (!me) throw new Error('nobody is signed in')
        }),
      bare: () =>
        rateOf(jobs, atOnce, async () => {
          const { rows } = await town.pool.query({ ...bareMe, values: [digestOf(token), town.deps.clock.now()] })
          if (rows.length !== 1) throw new Error('nobody is signed in')
        }),
      peer: () =>
        rateOf(jobs, atOnce, async () => {
          const { user } = await peer.ask('/get-session', undefined, cookie)
          if (!user) throw new Error('better-auth knows no session')
        }),
    },
  )
}

/** Used in the far future: this measures reading a session, not writing down its use. */
export async function openSession({ deps, pool }: Town, token: string): Promise<string> {
  const at = deps.clock.now()
  const later = new Date(at.getTime() + 86_400_000_000)
  await pool.query(
    `INSERT INTO "Session" (realm, "accountId", "tokenHash", "createdAt", "lastUsedAt", "expiresAt")
     SELECT 'live', id, $1, $2, $3, $3 FROM "Account" LIMIT 1`,
    [digestOf(token), at, later],
  )
  return token
}

const bareMe = {
  name: 'bare me',
  text: `
    SELECT a.identifier, a.residence, c.email
    FROM "Session" AS s JOIN "Account" AS a ON a.id = s."accountId" JOIN "Credential" AS c ON c.id = a."credentialId"
    WHERE s."tokenHash" = $1 AND s."endedAt" IS NULL AND s."expiresAt" > $2 AND a.state = 'ACTIVE'`,
}
