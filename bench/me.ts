import { digestOf } from '../server/keys.ts'
import { measureRatio, type Ratio, rateOf } from './ratio.ts'
import type { Town } from './town.ts'

/** `me` requests a second over the same statements through the driver alone. */
export async function benchMe({ deps, pool, ask }: Town): Promise<Ratio> {
  const jobs = 1000
  const atOnce = 8
  const token = 'cs_bench'
  const at = deps.clock.now()
  await pool.query(
    `INSERT INTO "Session" (realm, "accountId", "tokenHash", "createdAt", "lastUsedAt", "expiresAt")
     SELECT 'live', id, $1, $2, $3, $4 FROM "Account" LIMIT 1`,
    // Used in the far future: this measures reading a session, not writing down its use.
    [digestOf(token), at, new Date(at.getTime() + 86_400_000_000), new Date(at.getTime() + 86_400_000_000)],
  )
  return measureRatio(
    { name: 'me', unit: 'a second', limit: 'the same statements, driver alone', rounds: 5 },
    () =>
      rateOf(jobs, atOnce, async () => {
        const { me } = await ask('{ me { __typename account { identifier residence } email } }', {}, token)
        if (!me) throw new Error('nobody is signed in')
      }),
    () =>
      rateOf(jobs, atOnce, async () => {
        const session = await pool.query({
          name: 'session',
          text: 'SELECT * FROM "Session" WHERE "tokenHash" = $1',
          values: [digestOf(token)],
        })
        const { accountId } = session.rows[0]
        const account = await pool.query({
          name: 'account',
          text: 'SELECT * FROM "Account" WHERE id = $1',
          values: [accountId],
        })
        const shown = {
          name: 'shown',
          text: 'SELECT identifier, residence FROM "Account" WHERE id = $1',
          values: [accountId],
        }
        const { credentialId } = account.rows[0]
        const email = { name: 'email', text: 'SELECT email FROM "Credential" WHERE id = $1', values: [credentialId] }
        await Promise.all([pool.query(shown), pool.query(email)])
      }),
  )
}
