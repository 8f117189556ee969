import { expect } from 'vitest'
import { flowTable } from '../../../server/domain/flow.ts'
import { digestOf } from '../../../server/keys.ts'
import { day, isLive, isOver, type ModelCredential, minute } from './facts.ts'
import { issued, law, type Step } from './step.ts'

interface Rows {
  accounts: { id: string; state: string; credentialId: string | null }[] | null
  credentials: { id: string; ownerId: string; email: string; passwordHash: string }[] | null
  flows:
    | {
        handle: string
        kind: keyof typeof flowTable
        step: string
        email: string | null
        end: string | null
        verified: boolean
        accountId: string | null
        spent: number
        allowed: number
        live: boolean
      }[]
    | null
  sessions: { token: string; accountId: string; lastUsedAt: string; expiresAt: string }[] | null
  wrong: { subject: string; at: string[] }[] | null
  queued: number
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Everything that stands of the sequence's people, in one statement. */
async function read(s: Step, subjects: readonly Uint8Array[]): Promise<Rows> {
  const { db } = s.t.w.deps
  const accounts = s.m.accounts.map(({ id }) => id)
  const owners = s.m.owners.map(({ id }) => id)
  const handles = s.m.flows.map(({ handle }) => digestOf(handle))
  const at = new Date(s.now)
  const [row] = await db.$queryRaw<[Rows]>`
    SELECT
      (SELECT json_agg(a) FROM (SELECT id, state, "credentialId" FROM "Account" WHERE id = ANY(${accounts}::uuid[])) a) AS accounts,
      (SELECT json_agg(c) FROM (SELECT id, "ownerId", email, "passwordHash" FROM "Credential"
        WHERE "ownerId" = ANY(${owners}::uuid[])) c) AS credentials,
      (SELECT json_agg(f) FROM (SELECT encode("handleHash", 'hex') AS handle, kind, step, email, "end", "verifiedAt" IS NOT NULL AS verified,
        "accountId", "triesSpent" AS spent, "triesAllowed" AS allowed, "endedAt" IS NULL AND "expiresAt" >= ${at} AS live FROM "Flow"
        WHERE "accountId" = ANY(${accounts}::uuid[]) OR "handleHash" = ANY(${handles}::bytea[])) f) AS flows,
      (SELECT json_agg(s) FROM (SELECT encode("tokenHash", 'hex') AS token, "accountId", "lastUsedAt", "expiresAt" FROM "Session"
        WHERE "accountId" = ANY(${accounts}::uuid[]) AND "endedAt" IS NULL) s) AS sessions,
      (SELECT json_agg(w) FROM (SELECT encode(subject, 'hex') AS subject, at FROM "Counter"
        WHERE kind = 'WRONG_CODE' AND subject = ANY(${subjects}::bytea[])) w) AS wrong,
      (SELECT count(*)::int FROM "Message" WHERE state = 'QUEUED' AND "accountId" = ANY(${accounts}::uuid[])) AS queued`
  return row
}

/** What must hold after every step, whoever did what. */
export async function expectLaws(s: Step): Promise<void> {
  const { keys } = s.t.w.deps
  const subjects = s.m.accounts.map(({ id }) => keys.hmac('k1', 'counter', 'live', 'WRONG_CODE', id))
  const rows = await read(s, subjects)
  await expectAccounts(s, rows)
  law('a step that tells nobody queues no mail', rows.queued === 0)
  expectSessions(s, rows)
  expectFlows(s, rows)
  s.m.accounts.forEach((account, i) => {
    const stored = rows.wrong?.find(({ subject }) => subject === hex(subjects[i] ?? new Uint8Array()))?.at ?? []
    const present = stored.map((at) => Date.parse(at)).filter((at) => at > s.now - 365 * day)
    const known = account.wrong.filter((at) => at > s.now - 365 * day)
    if (s.givesBack.includes(account)) {
      law('the service gives back 25 tries at most', known.length - present.length <= 25)
      account.wrong = present
    } else expect(present, 'no counted try is ever lost or given back').toEqual(known)
  })
}

async function expectAccounts(s: Step, { accounts, credentials }: Rows): Promise<void> {
  const states = new Map(accounts?.map((row) => [row.id, row]))
  const rows = new Map<string, ModelCredential>()
  for (const account of s.m.accounts) {
    const row = states.get(account.id)
    expect(row?.state, `${account.identifier} is ${account.state}`).toBe(account.state)
    law('a password belongs to who has one', ((row?.credentialId ?? null) !== null) === (account.credential !== null))
    law(
      'an account with a letter has no password, an open or frozen one has',
      account.state === 'CLOSED' || (account.state === 'ISSUED') === (account.credential === null),
    )
    if (!account.credential || !row?.credentialId) continue
    account.credential.row ??= row.credentialId
    law('accounts share a password exactly where the model says', account.credential.row === row.credentialId)
    law('two passwords are two rows', (rows.get(row.credentialId) ?? account.credential) === account.credential)
    rows.set(row.credentialId, account.credential)
  }
  const known = s.m.owners.flatMap((owner) => owner.credentials)
  law('nobody has a password that the model does not know of', (credentials ?? []).length === known.length)
  const place = s.t.w.deps.hasher.admit()
  for (const row of credentials ?? []) {
    const credential = known.find((one) => one.row === row.id)
    if (!credential) continue
    law('a password is its owner’s alone', row.ownerId === credential.owner.id)
    expect(row.email, 'the address is the one that was proved').toBe(credential.email)
    if (credential.password === null || !place) continue
    const right = await place.verify({ hash: row.passwordHash, scheme: 'CHOSEN' }, credential.password)
    law('the password is the one that was set last', right)
  }
  place?.release()
}

function expectSessions(s: Step, { sessions }: Rows): void {
  const at = (text: string) => Date.parse(text)
  const active = new Set(s.m.accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id))
  const live = (sessions ?? [])
    .filter((row) => active.has(row.accountId) && s.now < at(row.expiresAt) && s.now < at(row.lastUsedAt) + 30 * minute)
    .map(({ token }) => token)
  const known = s.m.sessions.filter((one) => isLive(one, s.now)).map(({ token }) => hex(digestOf(token)))
  expect(live.toSorted(), 'the live sessions are those that somebody proved their way to').toEqual(known.toSorted())
}

function expectFlows(s: Step, { flows }: Rows): void {
  const open = new Map<string, number>()
  const known = new Map(s.m.flows.map((flow) => [hex(digestOf(flow.handle)), flow]))
  for (const row of flows ?? []) {
    const flow = known.get(row.handle)
    law('a flow has one handle, which somebody was given', flow !== undefined)
    if (!flow) continue
    law(
      'a reset opens nothing that the model says it cannot',
      flow.kind !== 'RESET' || row.accountId === null || flow.opens,
    )
    if (flow.kind === 'RESET') flow.opens = row.accountId !== null
    expect({ kind: row.kind, step: row.step, end: row.end }).toEqual({
      kind: flow.kind,
      step: flow.step,
      end: flow.end,
    })
    expect(row.email, 'a flow’s address is the one chosen last').toBe(flow.email)
    law('a flow stands where its table has a place', Object.hasOwn(flowTable[row.kind], row.step))
    law('past the code stands only who typed it', row.step !== 'SET_PASSWORD' || row.verified)
    expect({ spent: row.spent, allowed: row.allowed }, 'the tries of a set').toEqual({
      spent: flow.spent,
      allowed: flow.allowed,
    })
    law('a flow lives as long as the model says', row.live === !isOver(flow, s.now))
    if (!row.live || row.kind === 'RESET') continue
    const subject = row.kind === 'MIGRATION' ? row.accountId : flow.account.credential?.row
    const place = `${row.kind} ${subject}`
    open.set(place, (open.get(place) ?? 0) + 1)
  }
  law(
    'one migration of an account and one change of a password’s address at a time',
    [...open.values()].every((n) => n === 1),
  )
}

/** Delivers what the step queued: codes go to their flow’s address alone, and who must hear hears. */
export async function expectMails(s: Step): Promise<void> {
  const { w, mails } = s.t
  const before = w.mails.length
  if (s.sends || s.told.length > 0) await w.deliver()
  const fresh = w.mails.slice(before).map(({ to, text }) => ({
    to,
    code: /(?<!\d)\d{8}(?!\d)/.exec(text)?.[0] ?? null,
    link: /\/(?:annuler|ce-n-est-pas-moi)\/([\w-]+)/.exec(text)?.[1] ?? null,
    kind: text.includes('/annuler/')
      ? ('cancel' as const)
      : text.includes('/ce-n-est-pas-moi/')
        ? ('freeze' as const)
        : null,
  }))
  mails.push(...fresh)
  const codes = fresh.filter(({ code }) => code !== null)
  const { sends } = s
  law('a code is mailed for a step that sends one, once', codes.length <= (sends ? 1 : 0))
  if (sends) {
    const { flow, email, repeatable } = sends
    const [mail] = codes
    if (mail) law('a code goes to its flow’s address only', mail.to === email && flow.opens)
    const asked = flow.codes.some((one) => one.email === email && one.issuedAt > s.now - minute)
    if (mail || !(repeatable && asked)) issued(s, flow, email, mail?.code ?? null)
    if (!mail && flow.kind !== 'RESET') law('no mail only where one left a moment ago', repeatable && asked)
  }
  const heard = fresh.map(({ to }) => to)
  expect(heard, 'whoever must hear was written to').toEqual(expect.arrayContaining(s.told))
}
