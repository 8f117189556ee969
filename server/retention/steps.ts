import type { Tx } from '../deps.ts'
import { formerAddressDays, monthsBefore, type Retention } from '../domain/retention.ts'
import type { Rules } from '../domain/rules.ts'
import { forgottenBefore } from '../domain/tries.ts'
import { emptyRealm } from '../sandbox/empty-realm.ts'
import { counterWindows } from './counter-windows.ts'

export interface Limits {
  retention: Retention
  rules: Rules
  now: Date
  /** At most so many rows, so that no flow waits long for one that is locked. */
  most: number
}

/** Lets some of what is past its time go; resolves with how many rows that was. Rows that a flow holds are left for later. */
export type Step = (tx: Tx, limits: Limits) => Promise<number>

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const before = (now: Date, ms: number) => new Date(now.getTime() - ms)

/** In this order: nothing goes before what points at it. */
export const steps: Readonly<Record<string, Step>> = {
  messages: (tx, { retention, now, most }) => {
    const past = monthsBefore(now, retention.auditMonths)
    return tx.$executeRaw`
      WITH gone AS (
        SELECT id FROM "Message" WHERE coalesce("settledAt", "giveUpAt") < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      ), told AS (DELETE FROM "Delivery" WHERE "messageId" IN (SELECT id FROM gone))
      DELETE FROM "Message" WHERE id IN (SELECT id FROM gone)`
  },
  addresses: (tx, { retention, now, most }) => {
    const past = before(now, retention.mailAddressDays * day)
    return tx.$executeRaw`
      WITH old AS (
        SELECT id FROM "Message"
        WHERE coalesce("settledAt", "giveUpAt") < ${past}
          AND (email IS NOT NULL OR domain IS NOT NULL OR about IS NOT NULL)
        LIMIT ${most} FOR UPDATE SKIP LOCKED
      ), told AS (UPDATE "Delivery" SET by = NULL WHERE "messageId" IN (SELECT id FROM old) AND by IS NOT NULL)
      UPDATE "Message" SET email = NULL, domain = NULL, about = NULL WHERE id IN (SELECT id FROM old)`
  },
  flows: (tx, { retention, now, most }) => {
    const past = before(now, retention.endedFlowHours * hour)
    // A code that may still leave keeps its flow: the courier writes the mail from both.
    return tx.$executeRaw`
      WITH gone AS (
        SELECT id FROM "Flow" AS f
        WHERE least("endedAt", "expiresAt") < ${past} AND NOT EXISTS (
          SELECT 1 FROM "Code" AS c JOIN "Message" AS m ON m."codeId" = c.id
          WHERE c."flowId" = f.id AND m.state = 'QUEUED' AND m."giveUpAt" > ${now}
        )
        LIMIT ${most} FOR UPDATE OF f SKIP LOCKED
      ), codes AS (DELETE FROM "Code" WHERE "flowId" IN (SELECT id FROM gone))
      DELETE FROM "Flow" WHERE id IN (SELECT id FROM gone)`
  },
  links: (tx, { retention, now, most }) => {
    const past = before(now, retention.endedLinkDays * day)
    return tx.$executeRaw`
      DELETE FROM "FreezeLink" WHERE id IN (
        SELECT id FROM "FreezeLink" AS l
        WHERE least("usedAt", "expiresAt") < ${past} AND NOT EXISTS (
          SELECT 1 FROM "Message" AS m WHERE m."freezeLinkId" = l.id AND m.state = 'QUEUED' AND m."giveUpAt" > ${now}
        )
        LIMIT ${most} FOR UPDATE OF l SKIP LOCKED
      )`
  },
  acts: (tx, { retention, now, most }) => {
    const past = monthsBefore(now, retention.auditMonths)
    return tx.$executeRaw`
      DELETE FROM "StaffAction" WHERE id IN (
        SELECT id FROM "StaffAction" WHERE greatest("effectiveAt", "doneAt") < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
  },
  sessions: (tx, { retention, now, most }) => {
    const past = before(now, retention.endedSessionDays * day)
    return tx.$executeRaw`
      DELETE FROM "Session" WHERE id IN (
        SELECT id FROM "Session" WHERE least("endedAt", "expiresAt") < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
  },
  answers: async (tx, { now, most }) => {
    const wiped = await tx.$executeRaw`
      UPDATE "KeptAnswer" SET answer = NULL WHERE id IN (
        SELECT id FROM "KeptAnswer" WHERE answer IS NOT NULL AND "secretUntil" <= ${now} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
    const gone = await tx.$executeRaw`
      DELETE FROM "KeptAnswer" WHERE id IN (
        SELECT id FROM "KeptAnswer" WHERE "expiresAt" <= ${now} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
    return wiped + gone
  },
  devices: (tx, { now, most }) =>
    tx.$executeRaw`
      DELETE FROM "Device" WHERE id IN (
        SELECT id FROM "Device" WHERE "expiresAt" < ${now} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`,
  webhookDeliveries: (tx, { retention, now, most }) => {
    const past = before(now, retention.webhookDeliveryDays * day)
    return tx.$executeRaw`
      DELETE FROM "WebhookDelivery" WHERE id IN (
        SELECT id FROM "WebhookDelivery" WHERE "settledAt" < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
  },
  /** What is looked back on the furthest (the brake's hour, a partner's key's), and as much again. */
  tallies: (tx, { rules, now, most }) => {
    const { brakeFailedCodes, keyRequests, testKeyRequests, keySends } = rules
    const looked = [brakeFailedCodes, keyRequests, testKeyRequests, keySends]
    const furthest = Math.max(...looked.map(({ minutes }) => minutes))
    const past = before(now, 2 * furthest * minute)
    return tx.$executeRaw`
      DELETE FROM "Tally" WHERE (kind, minute, slot) IN (
        SELECT kind, minute, slot FROM "Tally" WHERE minute < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
  },
  /** The addresses before the present one, once nothing goes back to them and nobody is told or asked of them. */
  formerAddresses: async (tx, { rules, now, most }) => {
    const past = before(now, formerAddressDays(rules) * day)
    const left = await tx.$executeRaw`
      DELETE FROM "FormerEmail" WHERE id IN (
        SELECT id FROM "FormerEmail" WHERE until < ${past} LIMIT ${most} FOR UPDATE SKIP LOCKED
      )`
    const forgotten = await tx.$executeRaw`
      UPDATE "Credential" SET "previousEmail" = NULL WHERE id IN (
        SELECT id FROM "Credential" WHERE "previousEmail" IS NOT NULL AND "emailChangedAt" < ${past}
        LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED
      )`
    return left + forgotten
  },
  /** One at a time, however many rows that is: none holds anybody up but who is in it. */
  sandboxes: async (tx, { retention, now, most }) => {
    const [resting] = await tx.$queryRaw<{ realm: string }[]>`
      SELECT realm FROM "Sandbox" WHERE "usedAt" < ${before(now, retention.sandboxRestDays * day)} LIMIT 1 FOR UPDATE SKIP LOCKED`
    if (!resting) return 0
    await emptyRealm(tx, resting.realm)
    await tx.sandbox.delete({ where: { realm: resting.realm } })
    return most
  },
  counters: async (tx, { rules, now, most }) => {
    let gone = 0
    for (const [kind, windowsOf] of Object.entries(counterWindows)) {
      const past = forgottenBefore(windowsOf(rules), now)
      gone += await tx.$executeRaw`
        DELETE FROM "Counter" WHERE (realm, kind, subject) IN (
          SELECT realm, kind, subject FROM "Counter"
          WHERE kind = ${kind} AND NOT EXISTS (SELECT 1 FROM unnest(at) AS t WHERE t > ${past})
          LIMIT ${most} FOR UPDATE SKIP LOCKED
        )`
    }
    return gone
  },
}
