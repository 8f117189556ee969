import { pino } from 'pino'
import type { Deps } from '../../server/deps.ts'
import { defaultPasswordPolicy } from '../../server/domain/password.ts'
import { defaultRetention } from '../../server/domain/retention.ts'
import { defaultRules } from '../../server/domain/rules.ts'
import type { PrismaClient } from '../../server/generated/prisma/client.ts'
import { createKeyRing } from '../../server/keys.ts'
import { systemRandom } from '../../server/random.ts'
import { noMail } from '../support/no-mail.ts'
import { unsureDomains } from '../support/unsure-domains.ts'

export const testKeys = new Map([['k1', new Uint8Array(32).fill(7)]])

export function mailDeps(db: PrismaClient, clock: Deps['clock'], lines: object[] = []) {
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const keys = createKeyRing(testKeys, 'k1')
  const settings: Deps['settings'] = {
    mode: 'production',
    port: 3000,
    publicUrl: new URL('https://www.coprodirecte.fr'),
    trustedProxies: { has: () => false },
    dataDir: '/nowhere',
    databaseUrl: null,
    databaseDirectUrl: null,
    mail: noMail,
    keys: { currentId: 'k1', ring: testKeys },
    hashing: { memoryKiB: 19456, passes: 2, lanes: 1 },
    poolSize: 4,
    databaseConnections: 10,
    requestsAtOnce: 1000,
    keylessApi: false,
    rules: defaultRules,
    retention: defaultRetention,
    passwordPolicy: defaultPasswordPolicy,
    breachedPasswordsFile: null,
    hstsSubdomains: false,
    webhookLoopback: true,
  }
  return { db, clock, random: systemRandom, keys, settings, log, mailDomains: unsureDomains }
}
