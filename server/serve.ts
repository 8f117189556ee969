import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import closeWithGrace from 'close-with-grace'
import { createAlarm } from './alarm.ts'
import { createSealer } from './audit/sealer.ts'
import { createBlocklist } from './blocklist.ts'
import { openBreachedPasswords } from './breached-passwords.ts'
import { databaseClock } from './clock.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import type { OpenDatabase } from './database/open.ts'
import { firstTestKey, seedWhenEmpty, welcome } from './demonstration.ts'
import type { Deps } from './deps.ts'
import { createApi } from './graphql/api.ts'
import { createHasher } from './hasher.ts'
import { agencyOrigins } from './http/agency-origins.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/listen.ts'
import { partnerOrigins } from './http/partner-origins.ts'
import { openBuiltSite } from './http/site.ts'
import { unreadableRequest } from './http/unreadable.ts'
import { createKeyRing } from './keys.ts'
import { createLog } from './log.ts'
import { createLookout } from './lookout.ts'
import { createLoop } from './loop.ts'
import { createCourier } from './mail/courier.ts'
import { createMailbox } from './mail/mailbox.ts'
import { mailboxTransport } from './mail/mailbox-transport.ts'
import { openReports } from './mail/reports/reports.ts'
import { createRoutes } from './mail/routes.ts'
import { createMailDomains } from './mail-domains.ts'
import { createCrier } from './partners/webhooks/crier.ts'
import { internet } from './partners/webhooks/internet.ts'
import { yieldPool } from './pool-priority.ts'
import { systemRandom } from './random.ts'
import { createPurger } from './retention/purger.ts'
import { createSandboxPost } from './sandbox/post-loop.ts'
import type { Settings } from './settings.ts'
import { doubtWalledNetwork } from './walled-network.ts'

const loopback = ['127.0.0.1', '::1']
const everywhere = [undefined]

/**
 * The composition root: migrations → deps → demonstration's people → HTTP → courier. Resolves once it answers; from then
 * on it stops at a signal, finishing what is in flight. Refuses, in a sentence, a port that is taken.
 */
export async function serve(settings: Settings, database: OpenDatabase, { dev }: { dev: boolean }): Promise<void> {
  const log = createLog(settings.mode)
  const { breachedPasswordsFile } = settings
  const isBreached = breachedPasswordsFile ? await openBreachedPasswords(breachedPasswordsFile, log) : undefined
  await migrate(database.directUrl)
  const db = connect(database.url, settings.databaseConnections, database)
  const clock = await databaseClock(db, (ms) => log.error({ alert: 'CLOCK', ms }, 'the database’s clock leapt'))
  const mailDomains = createMailDomains(settings.mail.dnsServers, clock)
  const alarm = createAlarm({ db, clock, settings, log })
  const lookout = createLookout({ db, clock, settings, log })
  const deps: Deps = {
    db,
    clock,
    log,
    settings,
    random: systemRandom,
    hasher: await createHasher(settings.hashing, systemRandom, settings.poolSize),
    blocklist: createBlocklist(isBreached),
    keys: createKeyRing(settings.keys.ring, settings.keys.currentId),
    mailDomains: settings.mail.dnsServers.length > 0 ? mailDomains : doubtWalledNetwork(mailDomains),
    brake: alarm,
  }
  // The hasher has just made one: the threads are there.
  yieldPool()
  const demonstration = settings.mode === 'demonstration'
  if (demonstration) await seedWhenEmpty(deps, database.directUrl)
  const testKey = demonstration ? await firstTestKey(deps, database.directUrl) : null

  const mailboxDir = join(settings.dataDir, 'mailbox')
  const api = createApi(deps)
  const isOurs = agencyOrigins(deps)
  const devSite = dev ? await (await import('./http/dev-site.ts')).openDevSite(deps, api, isOurs) : null
  const app = createApp(deps, {
    api,
    isOurs,
    isPartners: partnerOrigins(deps),
    site: devSite?.site ?? (await openBuiltSite(deps, api, isOurs)),
    mailbox: demonstration && settings.mail.relayUrl === null ? createMailbox(mailboxDir) : null,
    alerts: () => [...alarm.alerts(), ...lookout.alerts()],
    dev,
  })
  const listener = getRequestListener(app.fetch, { errorHandler: unreadableRequest })
  const courier = createCourier(deps, createRoutes(deps, mailboxTransport(mailboxDir)))
  const crier = createCrier(deps, internet(deps))
  const background = [
    createSealer(deps),
    createPurger(deps),
    createSandboxPost(deps),
    createLoop(log, 'alarm', 10_000, alarm.look),
    createLoop(log, 'lookout', 10_000, lookout.look),
  ]
  const reports = await openReports(deps, demonstration ? '127.0.0.1' : undefined)
  const words = await welcome(deps, testKey)
  const http = await listen(devSite?.before(listener) ?? listener, settings.port, demonstration ? loopback : everywhere)
  // From the first request on: whoever is stopped in between would break what it has in hand.
  closeWithGrace({ delay: 15_000, logger: log }, async ({ err }) => {
    if (err) log.fatal({ err }, 'stopping after a fault')
    api.stop()
    // Side by side: what they have in hand may take each of them most of the time there is.
    const loops = background.map((loop) => loop.stop())
    await Promise.all([http.close(), reports.stop(), courier.stop(), crier.stop(), ...loops])
    await devSite?.close()
    clock.stop()
    await db.$disconnect()
    await database.close()
  })
  for (const one of [courier, crier, ...background]) one.start()
  process.stdout.write(`${words.join('\n')}\n`)
}
