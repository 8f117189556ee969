import type { Deps, Tx } from '../../deps.ts'
import { flowExpiry } from '../../domain/code-life.ts'
import type { FlowKind } from '../../domain/flow.ts'
import type { Flow, MessageKind } from '../../generated/prisma/client.ts'
import { enqueueing } from '../../mail/outbox.ts'
import type { Caller } from '../caller.ts'
import { type EventKind, keyFacts } from './record.ts'

const messageKinds: Record<FlowKind, MessageKind> = {
  MIGRATION: 'MIGRATION_CODE',
  RESET: 'RESET_CODE',
  EMAIL_CHANGE: 'EMAIL_CHANGE_CODE',
}
const sent: EventKind = 'CODE_SENT'

/** A reset's code is not attempted later than this before its end: it could no longer be typed in time. */
const leastUsefulMinutes = 2

/**
 * Makes a code of a locked flow, lets the flow wait for it, queues its mail and records it: one statement, because every
 * code that is asked for pays for it. `recipient` null: mailed to nobody and matched by nothing, in the same rows.
 */
export async function writeCode(
  tx: Pick<Tx, '$executeRaw'>,
  deps: Pick<Deps, 'keys' | 'random' | 'settings'>,
  { id, kind, realm, accountId, expiresAt }: Flow,
  code: {
    email: string
    recipient: string | null
    emailTyped: boolean
    generation: number
    codeSet: number
    triesAllowed: number
    triesSpent: number
  },
  caller: Caller,
  now: Date,
): Promise<void> {
  const { rules } = deps.settings
  const lastAttemptMinutes =
    kind === 'RESET' ? rules.codeLifespanMinutes.RESET - leastUsefulMinutes : rules.codeLastAttemptMinutes
  const giveUpAt = new Date(now.getTime() + lastAttemptMinutes * 60_000)
  const mail = { realm, kind: messageKinds[kind], email: code.recipient, accountId, at: now, giveUpAt }
  await tx.$executeRaw`
    WITH code AS (
      INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", muted, "issuedAt")
      VALUES (${id}::uuid, ${code.codeSet}, ${code.generation}, ${code.email}, ${deps.random.bytes(16)},
        ${deps.keys.currentId}, ${code.recipient === null}, ${now}::timestamptz(3))
      RETURNING id
    ), queued AS (
      ${enqueueing('code', mail)}
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", "flowId", facts)
      VALUES (${realm}, ${now}::timestamptz(3), ${sent}, ${accountId}::uuid, ${id}::uuid,
        ${JSON.stringify(keyFacts(caller))}::jsonb)
    )
    UPDATE "Flow" SET step = 'ENTER_CODE', email = ${code.email}, "emailTyped" = ${code.emailTyped},
      "codeSet" = ${code.codeSet}, "triesAllowed" = ${code.triesAllowed}, "triesSpent" = ${code.triesSpent},
      "verifiedAt" = NULL, "expiresAt" = ${flowExpiry(kind, now, expiresAt, rules)}::timestamptz(3)
    WHERE id = ${id}::uuid`
}
