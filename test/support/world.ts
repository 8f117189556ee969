import { createHash } from 'node:crypto'
import { expect, onTestFinished } from 'vitest'
import { createBlocklist } from '../../server/blocklist.ts'
import { connect } from '../../server/database/connect.ts'
import type { Deps } from '../../server/deps.ts'
import { defaultPasswordPolicy } from '../../server/domain/password.ts'
import { defaultRetention } from '../../server/domain/retention.ts'
import { defaultRules } from '../../server/domain/rules.ts'
import { createApi } from '../../server/graphql/api.ts'
import { createKeyRing } from '../../server/keys.ts'
import { createCourier } from '../../server/mail/courier.ts'
import type { Mail } from '../../server/mail/transport.ts'
import { type Canaries, createCanaries } from './canaries.ts'
import { type CheapHasher, createCheapHasher } from './cheap-hasher.ts'
import { freshDatabase } from './database.ts'
import { noMail } from './no-mail.ts'
import { createPeople, type People } from './people.ts'
import { unsureDomains } from './unsure-domains.ts'

const blocklist = createBlocklist()
const ring = new Map([['k1', new Uint8Array(32).fill(7)]])

/** A moved-by-hand clock: nothing in a test waits for time. */
export interface HandClock {
  now(): Date
  /** Moves on by so much. */
  forward(time: { hours?: number; minutes?: number; seconds?: number; ms?: number }): void
}

export interface World {
  deps: Deps
  hasher: CheapHasher
  clock: HandClock
  people: People
  /** Every secret that this test has used or seen; its log is searched for them when it ends. */
  canaries: Canaries
  /** Every mail that the mail server took, oldest first. */
  mails: Mail[]
  /** Sends what is due. */
  deliver(): Promise<void>
  /** The 8 digits of the newest mail to an address (after delivering what is due). */
  codeSentTo(address: string): Promise<string>
  /** One GraphQL request, over the contract. `from`: the socket's address; `key`: a partner's. Throws on GraphQL errors. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
  api(query: string, variables?: object, options?: Options): Promise<any>
}

/** What a request bears besides its document. */
export interface Options {
  token?: string
  key?: string
  /** The header Idempotency-Key. */
  repeat?: string
  from?: string
  /** The page of a browser that it comes from. */
  origin?: string
  language?: string
  device?: Device
}

/** A browser of the site, as the API sees it in process: it keeps the token of a known device. */
export interface Device {
  held: string | null
  give(token: string): void
}

export function browser(): Device {
  const device: Device = {
    held: null,
    give(token) {
      device.held = token
    },
  }
  return device
}

/**
 * Everything a test needs, its own database included, gone when the test is over. `programUrl`: the address that the
 * program works at, made from its owner's.
 */
export async function world(programUrl: (ownerUrl: string) => Promise<string> = async (url) => url): Promise<World> {
  const database = await freshDatabase()
  const db = connect(await programUrl(database.url), 10)
  const canaries = createCanaries(database.url)
  onTestFinished(async () => {
    await db.$disconnect()
    await database.drop()
    if (process.env.TEST_LOG) process.stderr.write(canaries.lines.join(''))
    expect(canaries.leaksInLog()).toEqual([])
  })
  const clock = createHandClock(new Date('2026-11-22T13:05:00Z'))
  const hasher = createCheapHasher()
  const deps: Deps = {
    db,
    clock,
    hasher,
    blocklist,
    random: createSeededRandom(),
    keys: createKeyRing(ring, 'k1'),
    mailDomains: unsureDomains,
    brake: { isOn: () => false, wait: async () => true },
    log: canaries.log,
    settings: {
      mode: 'demonstration',
      port: 3000,
      publicUrl: new URL('http://localhost:3000'),
      trustedProxies: { has: () => false },
      dataDir: '/nowhere',
      databaseUrl: database.url,
      databaseDirectUrl: null,
      mail: noMail,
      keys: { currentId: 'k1', ring },
      hashing: { memoryKiB: 19456, passes: 2, lanes: 1 },
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
  const mails: Mail[] = []
  const courier = createCourier(deps, {
    async send(mail) {
      mails.push(mail)
      canaries.lookAtMail(mail)
      return { accepted: true, reply: '250', by: null }
    },
    async close() {},
  })
  const api = createApi(deps)
  return {
    deps,
    hasher,
    clock,
    canaries,
    mails,
    people: createPeople(deps),
    async deliver() {
      await courier.runOnce()
    },
    async codeSentTo(address) {
      await courier.runOnce()
      // Mails due together leave together: a notice may come after the code it was queued before.
      const codes = mails.flatMap(({ to, text }) =>
        to === address ? (/(?<!\d)\d{8}(?!\d)/.exec(text)?.[0] ?? []) : [],
      )
      const code = codes.at(-1)
      if (!code) throw new Error(`no code was mailed to ${address}`)
      return code
    },
    async api(query, variables = {}, options = {}) {
      canaries.look({ variables, ...options })
      const response = await api.fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
            ...(options.key ? { 'connexion-key': options.key } : {}),
            ...(options.repeat ? { 'idempotency-key': options.repeat } : {}),
            ...(options.language ? { 'accept-language': options.language } : {}),
          },
          body: JSON.stringify({ query, variables }),
        }),
        {
          clientAddress: options.from ?? '203.0.113.7',
          host: 'localhost',
          site: false,
          device: options.device ?? null,
          origin: options.origin === undefined ? null : { name: options.origin, ours: false },
        },
      )
      const { data, errors } = await response.json()
      canaries.look({ data, device: options.device })
      if (errors) throw new Error(`GraphQL: ${JSON.stringify(errors)}`)
      return data
    },
  }
}

function createHandClock(start: Date): HandClock {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    forward({ hours = 0, minutes = 0, seconds = 0, ms = 0 }) {
      now += ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
    },
  }
}

/** The same bytes in the same order each time: a failing test fails again. */
function createSeededRandom(): Deps['random'] {
  let drawn = 0
  return {
    bytes(size) {
      const bytes = new Uint8Array(size)
      for (let i = 0; i < size; i += 32) {
        const block = createHash('sha256').update(`seed ${drawn++}`).digest()
        bytes.set(block.subarray(0, Math.min(32, size - i)), i)
      }
      return bytes
    },
  }
}
