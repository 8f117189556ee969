import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { ensureBuilt } from '../../scripts/build.ts'
import { createBlocklist } from '../../server/blocklist.ts'
import { connect } from '../../server/database/connect.ts'
import type { Deps } from '../../server/deps.ts'
import { defaultPasswordPolicy } from '../../server/domain/password.ts'
import { defaultRetention } from '../../server/domain/retention.ts'
import { defaultRules } from '../../server/domain/rules.ts'
import { createApi } from '../../server/graphql/api.ts'
import { createHasher } from '../../server/hasher.ts'
import { agencyOrigins } from '../../server/http/agency-origins.ts'
import { createApp } from '../../server/http/app.ts'
import { partnerOrigins } from '../../server/http/partner-origins.ts'
import { openBuiltSite } from '../../server/http/site.ts'
import { createKeyRing } from '../../server/keys.ts'
import { createCourier } from '../../server/mail/courier.ts'
import type { Internet } from '../../server/mail/direct-transport.ts'
import { createMailbox } from '../../server/mail/mailbox.ts'
import { type KeptMail, readMail } from '../../server/mail/mailbox-files.ts'
import { mailboxTransport } from '../../server/mail/mailbox-transport.ts'
import { createRoutes } from '../../server/mail/routes.ts'
import { systemRandom } from '../../server/random.ts'
import { createCanaries, overheard } from './canaries.ts'
import { freshDatabase } from './database.ts'
import { noMail } from './no-mail.ts'
import { createPeople, type People } from './people.ts'
import { unsureDomains } from './unsure-domains.ts'

export interface Site {
  origin: string
  deps: Deps
  people: People
  /** Moves the clock of the whole program on: nobody waits thirty minutes for a code to expire. */
  forward(time: { minutes?: number; seconds?: number }): void
  /** The newest mail to an address, once the courier has carried it. `after`: how many there were before. */
  mailTo(address: string, after?: number): Promise<KeptMail>
  mailsTo(address: string): Promise<KeptMail[]>
  /** The 8 digits of that mail. */
  codeTo(address: string, after?: number): Promise<string>
  /** What the program has logged as a warning or worse. */
  logged: string[]
  close(): Promise<void>
}

/** Mail of the test's own: through a relay or to mail servers that it plays itself. Otherwise all goes to the mailbox. */
export interface OwnMail {
  mail?: Partial<Deps['settings']['mail']>
  mailDomains?: Deps['mailDomains']
  internet?: Internet
}

/**
 * The program as `npm start` composes it: the built site, the API, PostgreSQL, argon2, the courier and the mailbox.
 * Only its clock can be moved on.
 */
export async function openSite(own: OwnMail = {}): Promise<Site> {
  // A journey through yesterday's pages would prove nothing.
  ensureBuilt()
  const database = await freshDatabase()
  const db = connect(database.url, 10)
  const dataDir = mkdtempSync(join(tmpdir(), 'connexion-site-'))
  const mailboxDir = join(dataDir, 'mailbox')
  const ring = new Map([['k1', new Uint8Array(32).fill(7)]])
  const server = createServer((request, response) => listener(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const publicUrl = new URL(`http://localhost:${port}`)
  let moved = 0
  const canaries = createCanaries(database.url)
  const hashing = { memoryKiB: 19_456, passes: 2, lanes: 1 }
  const deps: Deps = {
    db,
    clock: { now: () => new Date(Date.now() + moved) },
    random: systemRandom,
    hasher: await createHasher(hashing, systemRandom, 4),
    blocklist: createBlocklist(),
    keys: createKeyRing(ring, 'k1'),
    mailDomains: own.mailDomains ?? unsureDomains,
    brake: { isOn: () => false, wait: async () => true },
    log: canaries.log,
    settings: {
      mode: 'demonstration',
      port,
      publicUrl,
      trustedProxies: { has: () => false },
      dataDir,
      databaseUrl: database.url,
      databaseDirectUrl: null,
      mail: { ...noMail, ...own.mail },
      keys: { currentId: 'k1', ring },
      hashing,
      poolSize: 4,
      databaseConnections: 10,
      requestsAtOnce: 1000,
      keylessApi: true,
      rules: defaultRules,
      retention: defaultRetention,
      passwordPolicy: defaultPasswordPolicy,
      breachedPasswordsFile: null,
      hstsSubdomains: false,
      webhookLoopback: true,
    },
  }
  const api = overheard(createApi(deps), canaries)
  const isOurs = agencyOrigins(deps)
  const app = createApp(deps, {
    api,
    isOurs,
    isPartners: partnerOrigins(deps),
    site: await openBuiltSite(deps, api, isOurs),
    mailbox: createMailbox(mailboxDir),
    alerts: () => [],
    dev: false,
  })
  const listener = getRequestListener(app.fetch)
  const courier = createCourier(deps, createRoutes(deps, mailboxTransport(mailboxDir), own.internet))
  courier.start()
  const mails = new Map<string, KeptMail>()
  const mailsTo = async (address: string) => {
    // Not to wait for the courier's next look; what it already has in hand is waited for too.
    await courier.runOnce()
    const names = existsSync(mailboxDir) ? readdirSync(mailboxDir).filter((name) => name.endsWith('.eml')) : []
    for (const id of names.map((name) => name.slice(0, -'.eml'.length)).filter((id) => !mails.has(id))) {
      const mail = await readMail(mailboxDir, id)
      if (!mail) continue
      mails.set(id, mail)
      canaries.lookAtMail(mail)
    }
    const newestFirst = [...mails.values()].sort((a, b) => b.id.localeCompare(a.id))
    return newestFirst.filter(({ to }) => to === address)
  }
  const mailTo = async (address: string, after = 0): Promise<KeptMail> => {
    const mails = await mailsTo(address)
    if (mails[0] && mails.length > after) return mails[0]
    throw new Error(`${mails.length} mails came to ${address}, ${after + 1} were expected`)
  }
  return {
    origin: publicUrl.origin,
    deps,
    people: createPeople(deps),
    get logged() {
      return canaries.lines.filter((line) => JSON.parse(line).level >= 40)
    },
    forward({ minutes = 0, seconds = 0 }) {
      moved += (minutes * 60 + seconds) * 1000
    },
    mailTo,
    mailsTo,
    async codeTo(address, after) {
      const { text } = await mailTo(address, after)
      const code = /(?<!\d)\d{8}(?!\d)/.exec(text)?.[0]
      if (!code) throw new Error(`the mail to ${address} holds no code`)
      return code
    },
    async close() {
      api.stop()
      await courier.stop()
      server.close()
      server.closeAllConnections()
      const leaks = [...canaries.leaksInLog(), ...(await canaries.leaksInDatabase(db))]
      await db.$disconnect()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
      if (leaks.length > 0) throw new Error(`secrets stand in the log or the database:\n${leaks.join('\n')}`)
    },
  }
}
