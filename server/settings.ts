import { z } from 'zod'
import { defaultDataDir } from './database/places.ts'
import { defaultPasswordPolicy, type PasswordPolicy } from './domain/password.ts'
import { defaultRetention, type Retention } from './domain/retention.ts'
import { defaultRules, type Rules } from './domain/rules.ts'
import { type Keys, readKeys, storedKeys } from './settings-keys.ts'
import { type MailSettings, mailFields, mailSettings } from './settings-mail.ts'
import { overlay } from './settings-overlay.ts'
import { readProxies, type TrustedProxies } from './settings-proxies.ts'
import { StartFault } from './start-fault.ts'

/** What an operator may set, read once at start. Nothing else in the program looks at the environment. */
export interface Settings {
  mode: 'demonstration' | 'production'
  port: number
  /** Our public origin: scheme, host and port. */
  publicUrl: URL
  /** Our own reverse proxies; none: the client's address is the socket's. */
  trustedProxies: TrustedProxies
  dataDir: string
  /** Null: the embedded PostgreSQL of `dataDir`. */
  databaseUrl: string | null
  /** PostgreSQL itself, where `databaseUrl` is a pooler in transaction mode; null: no pooler stands between. */
  databaseDirectUrl: string | null
  mail: MailSettings
  keys: Keys
  hashing: { memoryKiB: number; passes: number; lanes: number }
  /** Threads of libuv's pool, which argon2 shares with dns.lookup (security.md rule 6). */
  poolSize: number
  databaseConnections: number
  /** Requests in hand at once; one more is told Busy. */
  requestsAtOnce: number
  /** Whether the API answers whoever has no partner's key. The site, in process, is answered anyway. */
  keylessApi: boolean
  rules: Rules
  retention: Retention
  passwordPolicy: PasswordPolicy
  /** Breached passwords, sorted by SHA-1 (server/breached-passwords.ts); null: only common ones are refused. */
  breachedPasswordsFile: string | null
  /** Whether our strict-transport-security speaks for the names below our host names too. */
  hstsSubdomains: boolean
  /** Webhooks may lead to this very machine, without TLS: demonstration only, so that a partner's developer can try. */
  webhookLoopback: boolean
}

/** Thrown by `readSettings`: every fault found, in words an operator can act on. */
export class SettingsFault extends StartFault {
  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

const whole = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .default(String(otherwise))
    .transform(Number)
    .refine((n) => Number.isInteger(n) && n >= least && n <= most, `must be a whole number from ${least} to ${most}`)

const address = (...schemes: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.some((scheme) => text.startsWith(scheme)), {
      error: `must be an address that begins with ${schemes.join(' or ')}`,
    })
    .optional()

const fields = {
  CONNEXION_MODE: z
    .enum(['demonstration', 'production'], 'must be demonstration or production')
    .default('demonstration'),
  PORT: whole(1, 65_535, 3000),
  PUBLIC_URL: address('http://', 'https://'),
  TRUSTED_PROXIES: z.string().default(''),
  DATA_DIR: z.string().default(defaultDataDir),
  DATABASE_URL: address('postgresql://', 'postgres://'),
  DATABASE_DIRECT_URL: address('postgresql://', 'postgres://'),
  ...mailFields,
  CONNEXION_KEYS: z.string().optional(),
  CONNEXION_RULES: z.string().optional(),
  CONNEXION_RETENTION: z.string().optional(),
  CONNEXION_PASSWORD_POLICY: z.string().optional(),
  BREACHED_PASSWORDS_FILE: z.string().optional(),
  HSTS_SUBDOMAINS: z.enum(['on', 'off'], 'must be on or off').default('off'),
  DATABASE_CONNECTIONS: whole(2, 500, 10),
  KEYLESS_API: z.enum(['on', 'off'], 'must be on or off').optional(),
  REQUESTS_AT_ONCE: whole(10, 100_000, 1000),
  WEBHOOK_LOOPBACK: z.enum(['on', 'off'], 'must be on or off').optional(),
  // The floors of security.md rule 6: an operator may only make guessing dearer.
  HASH_MEMORY_KIB: whole(19_456, 1_048_576, 19_456),
  HASH_PASSES: whole(2, 20, 2),
  UV_THREADPOOL_SIZE: whole(1, 1024, 4),
}
type Fields = { [Name in keyof typeof fields]: z.output<(typeof fields)[Name]> }

/**
 * The settings out of the environment, where an empty value is an absent one. In demonstration the keys are made under
 * `DATA_DIR` at the first start. Throws one `SettingsFault` that names every fault at once, never a secret's value.
 */
export function readSettings(env: Environment = process.env): Settings {
  const faults: string[] = []
  const faulty = new Set<string>()
  const read = readFields(env, (name, fault) => {
    faulty.add(name)
    faults.push(`${name} ${fault}`)
  })
  const publicUrl = new URL(read.PUBLIC_URL ?? `http://localhost:${read.PORT}`)
  faults.push(...judgeMode(read, publicUrl, faulty))
  const rules = overlay(defaultRules, read.CONNEXION_RULES, 'CONNEXION_RULES', faults)
  const retention = overlay(defaultRetention, read.CONNEXION_RETENTION, 'CONNEXION_RETENTION', faults)
  const policy = overlay(defaultPasswordPolicy, read.CONNEXION_PASSWORD_POLICY, 'CONNEXION_PASSWORD_POLICY', faults)
  const trustedProxies = readProxies(read.TRUSTED_PROXIES, faults)
  const mail = mailSettings(read, publicUrl, faults)
  const given = read.CONNEXION_KEYS === undefined ? null : readKeys(read.CONNEXION_KEYS)
  if (given && 'faults' in given) faults.push(...given.faults)
  // Nothing is made on disk for settings that are refused anyway.
  const keys = given ?? (faults.length > 0 ? { faults: [] } : storedKeys(read.DATA_DIR))
  if ('faults' in keys) throw new SettingsFault([...new Set([...faults, ...keys.faults])])
  if (faults.length > 0) throw new SettingsFault(faults)
  return {
    mode: read.CONNEXION_MODE,
    port: read.PORT,
    publicUrl,
    trustedProxies,
    dataDir: read.DATA_DIR,
    databaseUrl: read.DATABASE_URL ?? null,
    databaseDirectUrl: read.DATABASE_DIRECT_URL ?? null,
    mail,
    keys,
    hashing: { memoryKiB: read.HASH_MEMORY_KIB, passes: read.HASH_PASSES, lanes: 1 },
    poolSize: read.UV_THREADPOOL_SIZE,
    databaseConnections: read.DATABASE_CONNECTIONS,
    requestsAtOnce: read.REQUESTS_AT_ONCE,
    keylessApi: read.KEYLESS_API ? read.KEYLESS_API === 'on' : read.CONNEXION_MODE === 'demonstration',
    rules,
    retention,
    passwordPolicy: policy,
    breachedPasswordsFile: read.BREACHED_PASSWORDS_FILE ?? null,
    hstsSubdomains: read.HSTS_SUBDOMAINS === 'on',
    webhookLoopback: read.CONNEXION_MODE === 'demonstration' && read.WEBHOOK_LOOPBACK !== 'off',
  }
}

/** Told to React and Remix before either is loaded: without it they answer with their slow development builds. */
export function settleNodeEnvironment(value: 'production' | 'development'): void {
  process.env.NODE_ENV = value
}

/** Widens libuv's pool, unless the operator has set it. It counts only before the pool's first use. */
export function settlePoolSize(threads: number): void {
  process.env.UV_THREADPOOL_SIZE ??= String(threads)
}

/** The environment of a program that a script starts: ours, with a few values of its own. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra }
}

/** Each field by itself, so that one fault never hides another; a field at fault reads as if it were absent. */
function readFields(env: Environment, refuse: (name: string, fault: string) => void): Fields {
  const entries = Object.entries(fields).map(([name, field]) => {
    const given = env[name]?.trim() === '' ? undefined : env[name]
    const read = field.safeParse(given)
    if (read.success) return [name, read.data]
    for (const { message } of read.error.issues) refuse(name, message)
    return [name, field.parse(undefined)]
  })
  return Object.fromEntries(entries) as Fields
}

/** What the mode demands or refuses. A field that is at fault already is not also called missing. */
function judgeMode(read: Fields, publicUrl: URL, faulty: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const refuse = (when: boolean, fault: string) => when && faults.push(fault)
  const isMissing = (name: keyof Fields) => read[name] === undefined && !faulty.has(name)
  refuse(publicUrl.href !== `${publicUrl.origin}/`, 'PUBLIC_URL must be a scheme, a host and a port, nothing more')
  const alone = 'DATABASE_DIRECT_URL goes with DATABASE_URL: it names what stands behind that pooler'
  refuse(read.DATABASE_DIRECT_URL !== undefined && isMissing('DATABASE_URL'), alone)
  if (read.CONNEXION_MODE === 'demonstration') {
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(publicUrl.hostname)
    refuse(!local, 'PUBLIC_URL must be on localhost in demonstration (CONNEXION_MODE=production for a real site)')
    const own = 'DATABASE_URL is refused in demonstration (CONNEXION_MODE=production for a database of your own)'
    refuse(read.DATABASE_URL !== undefined, own)
    return faults
  }
  refuse(read.WEBHOOK_LOOPBACK === 'on', 'WEBHOOK_LOOPBACK is for demonstration: a webhook must not reach this machine')
  refuse(isMissing('PUBLIC_URL'), 'PUBLIC_URL is needed in production')
  refuse(read.PUBLIC_URL !== undefined && publicUrl.protocol !== 'https:', 'PUBLIC_URL must be https in production')
  const mailLeaves = read.MAIL_DIRECT.includes('*') || !isMissing('SMTP_URL')
  refuse(!mailLeaves, 'SMTP_URL is needed in production: without it no message leaves (or MAIL_DIRECT=*)')
  const keys = 'CONNEXION_KEYS is needed in production: id:base64 of 32 random bytes or more, the current key first'
  refuse(isMissing('CONNEXION_KEYS'), keys)
  return faults
}
