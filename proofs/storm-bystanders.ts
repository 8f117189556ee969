import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase } from '../server/database/open.ts'
import { digestOf } from '../server/keys.ts'

export interface Served {
  /** Milliseconds of each answer. */
  me: number[]
  page: number[]
  /** Seconds from a chosen address until the mail server took its code. */
  mails: number[]
  mailsLost: number
  /** Why somebody was not served, and how often. */
  failed: Record<string, number>
}

const meQuery = '{ me { account { identifier residence } email } }'
const chooseEmail = 'mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { __typename } }'
const everyMs = 50
// One network may ask for sixty codes an hour.
const mailEveryMs = 1_000
const patienceMs = 30_000
let chosen = 0

/** The people who do something else meanwhile: one is signed in, one waits at the page of the code, some choose an address. */
export async function openBystanders(dataDir: string, origin: string) {
  const database = await openDatabase({ databaseUrl: null, databaseDirectUrl: null, dataDir })
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  pool.on('error', () => {})
  await pool.query(
    `INSERT INTO "Session" (realm, "accountId", "tokenHash", "createdAt", "lastUsedAt", "expiresAt")
     SELECT realm, id, $1, now(), now(), now() + interval '1 hour' FROM "Account" WHERE state = 'ACTIVE' LIMIT 1`,
    [digestOf('cs_bystander')],
  )
  await openFlow(pool, 'cf_bystander', 'ENTER_CODE')
  const post = (query: string, variables: object, headers: object) =>
    fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    })

  async function me(): Promise<void> {
    const answer = await (await post(meQuery, {}, { authorization: 'Bearer cs_bystander' })).json()
    if (!answer.data?.me) throw new Error(`me: ${JSON.stringify(answer)}`)
  }

  async function page(): Promise<void> {
    const headers = { cookie: '__Host-migration=cf_bystander' }
    const response = await fetch(`${origin}/premiere-connexion/code`, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!(await response.text()).includes('</html>') || response.status !== 200)
      throw new Error(`page of the code: ${response.status}`)
  }

  /** Seconds until taken; null: not within the patience. */
  async function mail(): Promise<number | null> {
    const n = chosen++
    await openFlow(pool, `cf_mail_${n}`, 'CHOOSE_EMAIL')
    const email = `storm${n}@orange.example`
    const asked = performance.now()
    const answer = await (
      await post(chooseEmail, { input: { flow: `cf_mail_${n}`, email, confirmed: true } }, {})
    ).json()
    if (answer.data?.chooseEmail.__typename !== 'CodeSent') return null
    while (performance.now() - asked < patienceMs) {
      const { rowCount } = await pool.query(`SELECT 1 FROM "Message" WHERE email = $1 AND state = 'SENT'`, [email])
      if (rowCount) return (performance.now() - asked) / 1000
      await pause(20)
    }
    return null
  }

  return {
    /** Asks at a steady beat, whether or not the last was answered, until `end`; then waits for what was asked. */
    async during(end: Promise<unknown>): Promise<Served> {
      const served: Served = { me: [], page: [], mails: [], mailsLost: 0, failed: {} }
      const asked: Promise<void>[] = []
      const ask = (work: () => Promise<void>) =>
        asked.push(
          work().catch((error: Error) => {
            served.failed[error.message] = (served.failed[error.message] ?? 0) + 1
          }),
        )
      const timed = (work: () => Promise<void>, into: number[]) => async () => {
        const started = performance.now()
        await work()
        into.push(performance.now() - started)
      }
      const beat = setInterval(() => {
        ask(timed(me, served.me))
        ask(timed(page, served.page))
      }, everyMs)
      const mails = setInterval(
        () =>
          ask(async () => {
            const seconds = await mail()
            if (seconds === null) served.mailsLost++
            else served.mails.push(seconds)
          }),
        mailEveryMs,
      )
      await end
      clearInterval(beat)
      clearInterval(mails)
      await Promise.all(asked)
      return served
    },
    async close(): Promise<void> {
      await pool.end()
      await database.close()
    },
  }
}

/** A journey of an owner of its own: what one account may be sent is not what is measured. */
async function openFlow(pool: pg.Pool, handle: string, step: 'CHOOSE_EMAIL' | 'ENTER_CODE'): Promise<void> {
  await pool.query(
    `WITH owner AS (
       INSERT INTO "Owner" (realm, "agencyId", key, title, "firstName", "lastName", "createdAt")
       SELECT 'live', id, $1, 'Mme', 'Odette', 'Durand', now() FROM "Agency" LIMIT 1 RETURNING id
     ), account AS (
       INSERT INTO "Account" (realm, "ownerId", identifier, "identifierKey", residence, state, "createdAt")
       SELECT 'live', id, $1, $1, 'Les Tilleuls', 'ISSUED', now() FROM owner RETURNING id
     ), flow AS (
       INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, email, "emailTyped", "codeSet", "triesAllowed", "createdAt", "expiresAt")
       SELECT 'live', 'MIGRATION', $2, id, $3::"FlowStep", 'odette@orange.example', true, 1, 5, now(), now() + interval '1 day'
       FROM account RETURNING id
     )
     INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
     SELECT id, 1, 1, 'odette@orange.example', $4, 'k', now() FROM flow`,
    [handle, digestOf(handle), step, Buffer.alloc(16)],
  )
}
