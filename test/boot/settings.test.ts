import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultRules } from '../../server/domain/rules.ts'
import { readSettings, SettingsFault } from '../../server/settings.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'connexion-settings-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const key = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString('base64')
const production = {
  CONNEXION_MODE: 'production',
  PUBLIC_URL: 'https://www.coprodirecte.fr',
  SMTP_URL: 'smtps://user:canary-secret@relay.example',
  CONNEXION_KEYS: `k1:${key}`,
}

function faultsOf(env: Record<string, string>): string {
  try {
    readSettings({ DATA_DIR: dir, ...env })
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsFault)
    return (error as Error).message
  }
  return ''
}

test('with nothing set it is a demonstration on port 3000 of this machine', () => {
  const settings = readSettings({ DATA_DIR: dir })
  expect(settings).toMatchObject({
    mode: 'demonstration',
    port: 3000,
    databaseUrl: null,
    mail: { relayUrl: null },
    dataDir: dir,
  })
  expect(settings.publicUrl.origin).toBe('http://localhost:3000')
  expect(settings.rules).toEqual(defaultRules)
  expect(settings.hashing).toEqual({ memoryKiB: 19456, passes: 2, lanes: 1 })
})

test('calls without a partner’s key exist in demonstration, and in production when they are set', () => {
  const keyless = (env: Record<string, string>) => readSettings({ DATA_DIR: dir, ...env }).keylessApi
  expect([keyless({}), keyless({ KEYLESS_API: 'off' })]).toEqual([true, false])
  expect([keyless(production), keyless({ ...production, KEYLESS_API: 'on' })]).toEqual([false, true])
  expect(faultsOf({ KEYLESS_API: 'yes' })).toContain('KEYLESS_API must be on or off')
})

test('no set of breached passwords, and nothing said of names below ours, unless it is set', () => {
  const { breachedPasswordsFile, hstsSubdomains } = readSettings({ DATA_DIR: dir, ...production })
  expect({ breachedPasswordsFile, hstsSubdomains }).toEqual({ breachedPasswordsFile: null, hstsSubdomains: false })
  const set = { BREACHED_PASSWORDS_FILE: '/srv/pwned.txt', HSTS_SUBDOMAINS: 'on' }
  const given = readSettings({ DATA_DIR: dir, ...production, ...set })
  expect([given.breachedPasswordsFile, given.hstsSubdomains]).toEqual(['/srv/pwned.txt', true])
  expect(faultsOf({ HSTS_SUBDOMAINS: 'yes' })).toContain('HSTS_SUBDOMAINS must be on or off')
})

test('an empty value is an absent one', () => {
  expect(readSettings({ DATA_DIR: dir, PORT: '', DATABASE_URL: ' ', CONNEXION_MODE: '' }).port).toBe(3000)
})

test('a database behind a pooler is named beside it, never alone', () => {
  const pooler = 'postgresql://app@pooler.example:6432/connexion'
  const direct = 'postgresql://app@db.example/connexion'
  const both = readSettings({ DATA_DIR: dir, ...production, DATABASE_URL: pooler, DATABASE_DIRECT_URL: direct })
  expect(both).toMatchObject({ databaseUrl: pooler, databaseDirectUrl: direct })
  expect(readSettings({ DATA_DIR: dir, ...production, DATABASE_URL: pooler }).databaseDirectUrl).toBeNull()
  expect(faultsOf({ ...production, DATABASE_DIRECT_URL: direct })).toContain(
    'DATABASE_DIRECT_URL goes with DATABASE_URL',
  )
  expect(faultsOf({ ...production, DATABASE_URL: pooler, DATABASE_DIRECT_URL: 'mysql://x' })).not.toContain('goes with')
})

describe('every combination of mode and setting', () => {
  const database = 'postgresql://app:canary-secret@db.example/connexion'
  const smtp = production.SMTP_URL
  const keys = production.CONNEXION_KEYS
  const local = 'http://localhost:3000'
  const secure = production.PUBLIC_URL
  const plain = 'http://www.coprodirecte.fr'
  // Each row: is DATABASE_URL, SMTP_URL, CONNEXION_KEYS set; which PUBLIC_URL; faults in demonstration; in production.
  const rows: [boolean, boolean, boolean, string | undefined, string[], string[]][] = []
  for (const withDatabase of [false, true])
    for (const withSmtp of [false, true])
      for (const withKeys of [false, true])
        for (const url of [undefined, local, 'http://127.0.0.1:3000', secure, plain]) {
          const isLocal = url === undefined || url.includes('localhost') || url.includes('127.0.0.1')
          rows.push([
            withDatabase,
            withSmtp,
            withKeys,
            url,
            [...(isLocal ? [] : ['PUBLIC_URL']), ...(withDatabase ? ['DATABASE_URL'] : [])],
            [
              ...(url === secure ? [] : ['PUBLIC_URL']),
              ...(withSmtp ? [] : ['SMTP_URL']),
              ...(withKeys ? [] : ['KEYS']),
            ],
          ])
        }
  for (const mode of ['demonstration', 'production'] as const)
    test.each(rows)(
      `${mode}: DATABASE_URL %s, SMTP_URL %s, CONNEXION_KEYS %s, PUBLIC_URL %s`,
      (withDatabase, withSmtp, withKeys, url, inDemonstration, inProduction) => {
        const message = faultsOf({
          CONNEXION_MODE: mode,
          ...(withDatabase ? { DATABASE_URL: database } : {}),
          ...(withSmtp ? { SMTP_URL: smtp } : {}),
          ...(withKeys ? { CONNEXION_KEYS: keys } : {}),
          ...(url ? { PUBLIC_URL: url } : {}),
        })
        const expected = mode === 'demonstration' ? inDemonstration : inProduction
        expect(message.split('\n').length - 1).toBe(expected.length === 0 ? 0 : expected.length)
        for (const name of expected) expect(message).toContain(name)
        expect(message).not.toContain('canary-secret')
      },
    )
})

test('all faults are named at once', () => {
  const message = faultsOf({
    CONNEXION_MODE: 'production',
    PORT: '70000',
    PUBLIC_URL: 'http://www.coprodirecte.fr/chemin',
    DATABASE_URL: 'mysql://x',
    HASH_MEMORY_KIB: '1024',
    CONNEXION_RULES: '{"sendPauseSeconds":0,"unknown":1}',
  })
  for (const name of ['PORT', 'must be https', 'a scheme, a host', 'DATABASE_URL', 'SMTP_URL', 'CONNEXION_KEYS']) {
    expect(message).toContain(name)
  }
  for (const name of ['HASH_MEMORY_KIB', 'CONNEXION_RULES.sendPauseSeconds', 'CONNEXION_RULES.unknown']) {
    expect(message).toContain(name)
  }
})

test.each([
  ['too short', `k1:${Buffer.alloc(31, 'abcdefghijklmnopqrstuvwxyz012345').toString('base64')}`],
  ['a repeated byte', `k1:${Buffer.alloc(64, 7).toString('base64')}`],
  ['a repeated word', `k1:${Buffer.from('changeme'.repeat(8)).toString('base64')}`],
  ['without an id', key],
  ['one good, one weak', `k2:${key},k1:AAAA`],
  ['twice the same id', `k1:${key},k1:${key}`],
])('keys that are weak or badly written are refused in both modes: %s', (_, keys) => {
  expect(faultsOf({ ...production, CONNEXION_KEYS: keys })).toContain('CONNEXION_KEYS, key')
  expect(faultsOf({ CONNEXION_KEYS: keys })).toContain('CONNEXION_KEYS, key')
  expect(faultsOf({ ...production, CONNEXION_KEYS: keys })).not.toContain(key)
})

test.each(['0', '70000', '25x', '-1'])('bounces cannot come back to port %s', (port) => {
  expect(faultsOf({ BOUNCE_PORT: port })).toContain('BOUNCE_PORT must be a port from 1 to 65535')
  expect(readSettings({ DATA_DIR: dir, BOUNCE_PORT: '25' }).mail.bouncePort).toBe(25)
})

test('the first key is the current one, the others stay readable', () => {
  const settings = readSettings({ ...production, DATA_DIR: dir, CONNEXION_KEYS: `new:${key}, old:${key}` })
  expect(settings.keys.currentId).toBe('new')
  expect([...settings.keys.ring.keys()]).toEqual(['new', 'old'])
})

test('a demonstration makes its keys once, for its user only', () => {
  const first = readSettings({ DATA_DIR: dir })
  const again = readSettings({ DATA_DIR: dir })
  expect(again.keys).toEqual(first.keys)
  expect(first.keys.ring.get(first.keys.currentId)).toHaveLength(32)
  expect(statSync(join(dir, 'keys')).mode & 0o777).toBe(0o600)
})

test('a demonstration refuses keys that others can read, or that were cut short', () => {
  readSettings({ DATA_DIR: dir })
  const file = join(dir, 'keys')
  const good = readFileSync(file)
  writeFileSync(file, good.subarray(0, 20))
  expect(faultsOf({})).toContain(file)
  rmSync(file)
  writeFileSync(file, good, { mode: 0o644 })
  expect(faultsOf({})).toContain('read by others')
})

test('refused settings leave nothing on disk', () => {
  expect(faultsOf({ PORT: 'x' })).toContain('PORT')
  expect(() => statSync(join(dir, 'keys'))).toThrow()
})

test('an operator may set a duration or a limit, and only those that exist', () => {
  const settings = readSettings({
    DATA_DIR: dir,
    CONNEXION_RULES: '{"codeLifespanMinutes":{"RESET":5},"sends":[{"max":2,"minutes":60}]}',
    CONNEXION_PASSWORD_POLICY: '{"minLength":12}',
  })
  expect(settings.rules.codeLifespanMinutes).toEqual({ MIGRATION: 30, RESET: 5, EMAIL_CHANGE: 30 })
  expect(settings.rules.sends).toEqual([{ max: 2, minutes: 60 }])
  expect(settings.passwordPolicy).toEqual({ minLength: 12, maxLength: 128 })
  expect(faultsOf({ CONNEXION_RULES: 'no' })).toContain('CONNEXION_RULES must be JSON')
  expect(faultsOf({ CONNEXION_RULES: '{"sends":[]}' })).toContain('at least one entry')
  expect(faultsOf({ CONNEXION_RULES: '{"sends":[{"max":"2"}]}' })).toContain('CONNEXION_RULES.sends[0].max')
})
