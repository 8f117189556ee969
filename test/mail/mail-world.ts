import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { defaultRules } from '../../server/domain/rules.ts'
import type { PrismaClient } from '../../server/generated/prisma/client.ts'
import { enqueue } from '../../server/mail/outbox.ts'
import { systemRandom } from '../../server/random.ts'
import { freshDatabase } from '../support/database.ts'
import { mailDeps } from './mail-deps.ts'

/** A clock moved by hand. */
export class HandClock {
  at = new Date('2026-11-22T13:05:42.000Z')
  now(): Date {
    return new Date(this.at)
  }
  forward(seconds: number): void {
    this.at = new Date(this.at.getTime() + seconds * 1000)
  }
}

/** What the courier needs, on a database of the test's own, with one cabinet and one owner. */
export async function mailWorld() {
  const database = await freshDatabase()
  const db = connect(database.url, 12)
  const clock = new HandClock()
  const log: object[] = []
  const deps = mailDeps(db, clock, log)
  const { owner, account } = await addOwner(db, clock.now())
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  pool.on('error', () => {})
  return {
    ...deps,
    deps,
    clock,
    /** The same database past the program, for tests that need thousands of rows. */
    pool,
    owner,
    account,
    log,
    databaseUrl: database.url,
    /** An open migration with one code, enqueued to `email` as a flow does it. */
    async codeMail(email: string, realm = 'live') {
      const now = clock.now()
      return db.$transaction(async (tx) => {
        const flow = await tx.flow.create({
          data: {
            realm,
            kind: 'MIGRATION',
            handleHash: systemRandom.bytes(32),
            accountId: account.id,
            step: 'ENTER_CODE',
            email,
            emailTyped: true,
            codeSet: 1,
            triesAllowed: 5,
            createdAt: now,
            expiresAt: new Date(now.getTime() + 24 * 3_600_000),
          },
        })
        const code = await tx.code.create({
          data: {
            flowId: flow.id,
            codeSet: 1,
            generation: 1,
            email,
            salt: randomBytes(16),
            keyId: 'k1',
            issuedAt: now,
          },
        })
        const giveUpAt = new Date(now.getTime() + defaultRules.codeLastAttemptMinutes * 60_000)
        await enqueue(tx, {
          realm,
          kind: 'MIGRATION_CODE',
          email,
          accountId: account.id,
          codeId: code.id,
          at: now,
          giveUpAt,
        })
        return { flow, code, message: await tx.message.findUniqueOrThrow({ where: { codeId: code.id } }) }
      })
    },
    async notice(email: string) {
      const now = clock.now()
      const giveUpAt = new Date(now.getTime() + 72 * 3_600_000)
      await enqueue(db, { realm: 'live', kind: 'ACCOUNT_OPENED', email, accountId: account.id, at: now, giveUpAt })
      return db.message.findFirstOrThrow({ where: { email }, orderBy: { createdAt: 'desc' } })
    },
    messageOf: (id: string) => db.message.findUniqueOrThrow({ where: { id }, include: { code: true } }),
    async close() {
      await pool.end()
      await db.$disconnect()
      await database.drop()
    },
  }
}
export type MailWorld = Awaited<ReturnType<typeof mailWorld>>
/** What a test opened besides: closed after it, before its world. */
export type Closing = (() => Promise<unknown>)[]

/** Gives each test of a file a mail world of its own, and closes it. */
export function eachInMailWorld(begin: (opened: { world: MailWorld; closing: Closing }) => void): void {
  let world: MailWorld
  let closing: Closing
  beforeEach(async () => {
    world = await mailWorld()
    closing = []
    begin({ world, closing })
  })
  afterEach(async () => {
    for (const close of closing) await close()
    await world.close()
  })
}

async function addOwner(db: PrismaClient, now: Date) {
  const agency = await db.agency.create({
    data: {
      key: 'morel',
      name: 'Cabinet Morel & Fils',
      phone: '01 23 45 67 89',
      hours: 'du lundi au vendredi, de 9 h à 18 h',
      callPrice: 'Appel non surtaxé.',
      senderAddress: 'bonjour@cabinet-morel.fr',
      postalAddress: '12 rue de la République, 69002 Lyon',
      hostNames: [],
      isDefault: true,
      createdAt: now,
    },
  })
  const owner = await db.owner.create({
    data: {
      realm: 'live',
      agencyId: agency.id,
      key: 'P1',
      title: 'Mme',
      firstName: 'Marie',
      lastName: 'Durand',
      createdAt: now,
    },
  })
  const account = await db.account.create({
    data: {
      realm: 'live',
      ownerId: owner.id,
      identifier: '012345',
      identifierKey: '012345',
      residence: 'Résidence Les Tilleuls',
      state: 'ISSUED',
      createdAt: now,
    },
  })
  return { owner, account }
}
