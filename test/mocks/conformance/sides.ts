import { onTestFinished } from 'vitest'
import { msOf, type Span } from '../../../mocks/clock.ts'
import { createMock, type Mock } from '../../../mocks/mock.ts'
import { createSealer } from '../../../server/audit/sealer.ts'
import { createBlocklist } from '../../../server/blocklist.ts'
import type { MailDomain } from '../../../server/deps.ts'
import { identifierKey } from '../../../server/domain/identifier.ts'
import { normalIssuedPassword } from '../../../server/domain/issued-password.ts'
import type { AccountState } from '../../../server/domain/staff-action.ts'
import { createApi } from '../../../server/graphql/api.ts'
import { linkToken } from '../../../server/link.ts'
import { createCourier } from '../../../server/mail/courier.ts'
import type { Attempt } from '../../../server/mail/transport.ts'
import { type World, world } from '../../support/world.ts'
import { type KeyName, mockKeysOf, mockSecrets, originOf, pageOrigin, type Secrets, serverKeys } from './keys.ts'

/** One of the two that must answer alike. */
export interface Side {
  /** An owner with a letter for each identifier; the letters' password is `letterPassword`. */
  owner(person: Person): Promise<void>
  /** One request, as HTTP hears it answered. */
  send(query: string, variables: object, by: By): Promise<Heard>
  /** The first thing that a subscription tells. */
  listen(query: string, variables: object, by: By): Promise<Data>
  /** Lets due mail leave, then time pass. */
  forward(span: Span): Promise<void>
  /** Every 8 digits mailed to an address so far, oldest first. */
  codes(address: string): Promise<string[]>
  /** The secret of the newest « Bloquer mon compte » mailed to an address. */
  link(address: string): Promise<string>
  /** The secret of the link by which an owner says no to a new letter that the service was asked for. */
  staffAction(identifier: string): Promise<string>
  /** What the DNS says of a domain from now on: the filter it stands behind, or that there is none. */
  domain(name: string, says: { filter: string } | 'NONE'): void
  /** How the mail server treats an address from now on. */
  fate(address: string, reply: string): void
}

/** What a request comes with, and from where. */
export interface By {
  token?: string
  from?: string
  key?: KeyName
  /** The header Idempotency-Key. */
  repeat?: string
}

export interface Heard {
  status: number
  /** What is said of the key's minute. */
  limit: string | null
  retryAfter: string | null
  data: Data | null
  errors: unknown
}

export interface Person {
  identifiers: [string, ...string[]]
  lastName?: string
  birthDate?: string
  state?: AccountState
  issuedExpiresAt?: Date
}
export type Data = Record<string, unknown>

export const letterPassword = 'KXQ7-2M4P-W9HD'
const start = new Date('2026-11-22T13:05:00Z')
const home = '203.0.113.7'
const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1'

/** The server itself: its API over its database, with a mail server of the test's own. */
export async function serverSide(): Promise<Side> {
  const w = await world()
  let secrets: Promise<Secrets> | undefined
  const openKeys = () => {
    secrets ??= serverKeys(w)
    return secrets
  }
  const secretsFor = async ({ key }: By) => (key ? openKeys() : mockSecrets)
  const sealer = createSealer(w.deps)
  const replies = new Map<string, string>()
  const courier = createCourier(w.deps, {
    async send(mail): Promise<Attempt> {
      const reply = replies.get(mail.to)
      if (reply) return { accepted: false, kind: reply.startsWith('5') ? 'never' : 'later', reply, by: null }
      w.mails.push(mail)
      return { accepted: true, reply: '250', by: null }
    },
    async close() {},
  })
  const domains = new Map<string, MailDomain>()
  const mailDomains = { look: async (domain: string) => domains.get(domain) ?? ({ found: 'UNSURE' } as const) }
  const api = createApi({ ...w.deps, mailDomains })
  onTestFinished(api.stop)
  return {
    async owner({ identifiers, ...person }) {
      await w.people.owner({ ...person, identifiers, issuedPassword: letterPassword })
      // The mock's are there from the beginning, and an agency names its portals.
      await openKeys()
    },
    async send(query, variables, by) {
      // Partners ask a second later: the feed is numbered by then.
      if (by.key) await sealer.runOnce()
      const caller = { clientAddress: by.from ?? home, host: 'localhost', site: false, origin: originOf(by) }
      const heard = await hear(await api.fetch(post(query, variables, by, await secretsFor(by)), caller))
      await courier.runOnce()
      return heard
    },
    listen: async (query, variables, by) =>
      firstOf(await api.fetch(post(query, variables, by, await secretsFor(by), true), nobody)),
    async forward(span) {
      const end = new Date(w.clock.now().getTime() + msOf(span))
      // A courier at work meets each mail when it is due, not when somebody looks.
      for (let at: Date | null = w.clock.now(); at; at = await nextDue(w, end)) {
        w.clock.forward({ ms: at.getTime() - w.clock.now().getTime() })
        await courier.runOnce()
      }
      w.clock.forward({ ms: end.getTime() - w.clock.now().getTime() })
      await courier.runOnce()
    },
    async codes(address) {
      return w.mails.flatMap(({ to, text }) => (to === address ? (/(?<!\d)\d{8}(?!\d)/.exec(text)?.[0] ?? []) : []))
    },
    async link(address) {
      const texts = w.mails.flatMap(({ to, text }) => (to === address ? text : []))
      const links = texts.flatMap((text) => /ce-n-est-pas-moi\/([\w-]+)/.exec(text)?.[1] ?? [])
      return links.at(-1) ?? `no link was mailed to ${address}`
    },
    async staffAction(identifier) {
      const account = await w.deps.db.account.findFirstOrThrow({ where: { identifier } })
      const requestedAt = w.clock.now()
      const row = await w.deps.db.staffAction.create({
        data: {
          realm: 'live',
          accountId: account.id,
          kind: 'REISSUE',
          reason: 'asked on the telephone',
          by: 'a.martin',
          keyId: 'k1',
          requestedAt,
          effectiveAt: new Date(requestedAt.getTime() + 72 * 3_600_000),
        },
      })
      return linkToken(w.deps.keys, 'staff action', row)
    },
    domain(name, says) {
      domains.set(name, says === 'NONE' ? { found: 'NONE' } : { found: 'HOSTS', hosts: [name], filter: says.filter })
    },
    fate(address, reply) {
      if (reply === '250') replies.delete(address)
      else replies.set(address, reply)
    },
  }
}

async function nextDue({ deps, clock }: World, end: Date): Promise<Date | null> {
  const nextAttemptAt = { gt: clock.now(), lt: end }
  const due = await deps.db.message.findFirst({
    where: { state: 'QUEUED', nextAttemptAt },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  return due?.nextAttemptAt ?? null
}

const { isCommon } = createBlocklist()

/** The mock, emptied of its own people. */
export async function mockSide(): Promise<Side> {
  const mock = createMock({ at: start, isCommon, pageOrigin })
  const { state } = mock
  state.agencies = [agency]
  state.keys = mockKeysOf()
  for (const rows of [state.owners, state.accounts, state.credentials]) rows.length = 0
  let people = 0
  return {
    async owner(person) {
      people++
      addOwner(mock, person, `owner-${people}`)
    },
    async send(query, variables, by) {
      const sender = { clientAddress: by.from ?? home, origin: originOf(by)?.name ?? null }
      return hear(await mock.fetch(post(query, variables, by, mockSecrets), sender))
    },
    listen: async (query, variables, by) => firstOf(await mock.fetch(post(query, variables, by, mockSecrets, true))),
    async forward(span) {
      mock.inbox.mails()
      mock.clock.forward(span)
    },
    codes: async (address) =>
      mock.inbox
        .to(address)
        .flatMap(({ code }) => code ?? [])
        .toReversed(),
    link: async (address) => mock.inbox.link(address),
    async staffAction(identifier) {
      const requestedAt = mock.clock.now()
      const accountId = state.accounts.find((account) => account.identifier === identifier)?.id ?? ''
      const effectiveAt = new Date(requestedAt.getTime() + 72 * 3_600_000)
      const action = { kind: 'REISSUE', requestedAt, effectiveAt, doneAt: null, cancelledAt: null } as const
      state.staffActions.push({ ...action, token: 'cl_service', accountId })
      return 'cl_service'
    },
    domain(name, says) {
      state.domains[name] = says === 'NONE' ? { found: 'NONE' } : { found: 'HOSTS', filter: says.filter }
    },
    fate(address, reply) {
      if (reply === '250') delete state.fates[address]
      else state.fates[address] = { reply }
    },
  }
}

const agency = {
  key: 'tilleuls',
  name: 'Cabinet des Tilleuls',
  phone: '01 99 00 12 34',
  hours: 'du lundi au vendredi, de 9 h à 18 h',
  callPrice: 'Appel non surtaxé.',
  senderAddress: 'bonjour@tilleuls.example',
  postalAddress: '1 rue des Tilleuls, 69003 Lyon',
  registration: null,
  publicationDirector: null,
  hostCompany: null,
  logo: null,
  accent: null,
  hostNames: [],
}

function addOwner({ state }: Mock, person: Person, ownerId: string): void {
  const { identifiers, lastName = 'Durand', birthDate = null, issuedExpiresAt = null } = person
  state.owners.push({ id: ownerId, agencyKey: 'tilleuls', title: 'Mme', firstName: 'Odette', lastName, birthDate })
  for (const identifier of identifiers) {
    state.accounts.push({
      id: `${ownerId} ${identifier}`,
      ownerId,
      identifier,
      identifierKey: identifierKey(identifier) ?? '',
      residence: `Résidence ${identifier}`,
      state: person.state ?? 'ISSUED',
      issuedPassword: normalIssuedPassword(letterPassword),
      issuedExpiresAt,
      credentialId: null,
      activatedAt: null,
    })
  }
}

const nobody = { clientAddress: home, host: 'localhost', site: false }

function post(query: string, variables: object, by: By, secrets: Secrets, events = false): Request {
  const headers = {
    'content-type': 'application/json',
    accept: events ? 'text/event-stream' : 'application/json',
    'user-agent': agent,
    ...(by.token && { authorization: `Bearer ${by.token}` }),
    ...(by.key && { 'connexion-key': secrets[by.key] }),
    ...(by.repeat && { 'idempotency-key': by.repeat }),
  }
  return new Request('http://localhost/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  })
}

/** What the stream's first event holds; nobody listens on. */
async function firstOf({ body }: Response): Promise<Data> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let told: RegExpExecArray | null = null
  for (let read = await reader?.read(); read && !read.done && !told; read = await reader?.read()) {
    text += read.value
    told = /^data: (.+)$/m.exec(text)
    if (told) break
  }
  await reader?.cancel()
  const { data }: { data: Data } = JSON.parse(told?.[1] ?? '{ "data": {} }')
  return data
}

async function hear(response: Response): Promise<Heard> {
  const { data = null, errors = null }: { data?: Data | null; errors?: unknown } = await response.json()
  const { status, headers } = response
  return { status, limit: headers.get('ratelimit'), retryAfter: headers.get('retry-after'), data, errors }
}
