// What a user would pick instead: better-auth with its username and e-mail OTP plugins, beside us on the same PostgreSQL.
import { randomBytes } from 'node:crypto'
import argon2 from 'argon2'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { emailOTP, username } from 'better-auth/plugins'
import pg from 'pg'
import type { Settings } from '../server/settings.ts'
import { connections, password, type Town } from './town.ts'

export interface Peer {
  pool: pg.Pool
  /** One request as HTTP would hand it over, without the socket. Throws unless it is answered with 200. */
  ask(path: string, body?: object, token?: string): Promise<Record<string, unknown>>
  /** The last code it would have mailed to an address. */
  codeSentTo(email: string): string
  close(): Promise<void>
}

const origin = 'http://localhost'

/**
 * better-auth as its documentation sets it up: over a pg pool (its built-in adapter, which costs it less than the one for
 * Prisma), as many connections and the same argon2 parameters as ours, codes of 8 digits kept as hashes, five tries.
 * Its mails go nowhere, and its limits by network are off: ours stay on.
 */
export async function openPeer(town: Town, accounts: number): Promise<Peer> {
  const name = `peer_${randomBytes(4).toString('hex')}`
  await town.pool.query(`CREATE DATABASE ${name}`)
  const connectionString = town.url.replace(/\/postgres(?=\?|$)/, `/${name}`)
  const pool = new pg.Pool({ connectionString, max: connections, options: '-c timezone=UTC' })
  pool.on('error', () => {})
  const codes = new Map<string, string>()
  const options = {
    ...{ baseURL: origin, secret: randomBytes(32).toString('hex'), database: pool },
    ...{ telemetry: { enabled: false }, rateLimit: { enabled: false }, logger: { disabled: true } },
    emailAndPassword: { enabled: true, revokeSessionsOnPasswordReset: true, password: hashing(town.deps.settings) },
    plugins: [
      username({ minUsernameLength: 2 }),
      emailOTP({
        ...{ otpLength: 8, expiresIn: 600, allowedAttempts: 5, storeOTP: 'hashed' as const },
        sendVerificationOTP: async ({ email, otp }) => void codes.set(email, otp),
      }),
    ],
  }
  await (await getMigrations(options)).runMigrations()
  await populate(pool, accounts, await options.emailAndPassword.password.hash(password))
  const auth = betterAuth(options)
  return {
    pool,
    async ask(path, body, token) {
      const headers = { origin, ...(body && { 'content-type': 'application/json' }), ...(token && { cookie: token }) }
      const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
      const response = await auth.handler(new Request(`${origin}/api/auth${path}`, init))
      const answer = await response.text()
      if (response.status !== 200) throw new Error(`better-auth ${path}: ${response.status} ${answer}`)
      const cookie = response.headers.getSetCookie().find((line) => line.includes('session_token='))
      return { ...JSON.parse(answer), ...(cookie && { cookie: cookie.split(';')[0] }) }
    },
    codeSentTo(email) {
      const code = codes.get(email)
      if (!code) throw new Error(`better-auth mailed nothing to ${email}`)
      return code
    },
    async close() {
      await pool.end()
      await town.pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

function hashing({ hashing: { memoryKiB, passes, lanes } }: Pick<Settings, 'hashing'>) {
  const options = { type: argon2.argon2id, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes } as const
  return {
    hash: (typed: string) => argon2.hash(typed, options),
    verify: (proof: { hash: string; password: string }) => argon2.verify(proof.hash, proof.password),
  }
}

/** The same people as in the town, by the same names. */
async function populate(pool: pg.Pool, accounts: number, hash: string): Promise<void> {
  await pool.query(
    `INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt", username, "displayUsername")
     SELECT 'u' || n, 'Odette Durand', 'p' || n || '@orange.example', true, now(), now(), 'p' || n, 'P' || n
     FROM generate_series(0, $1::int - 1) AS n`,
    [accounts],
  )
  await pool.query(
    `INSERT INTO "account" (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     SELECT 'a' || n, 'u' || n, 'credential', 'u' || n, $2, now(), now() FROM generate_series(0, $1::int - 1) AS n`,
    [accounts, hash],
  )
  await pool.query('ANALYZE')
}
