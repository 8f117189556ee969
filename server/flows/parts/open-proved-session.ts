import type { Deps } from '../../deps.ts'
import { readDevice } from '../../domain/device.ts'
import { clientNetwork } from '../../domain/network.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { takingBack } from './counter-sql.ts'
import { type DeviceToken, newDeviceToken } from './known-device.ts'
import type { Proof } from './prove-secret.ts'
import { type EventKind, keyFacts } from './record.ts'
import { newToken } from './token.ts'
import { via } from './via.ts'

const signedIn: EventKind = 'SIGNED_IN'

/**
 * Opens the session of an account whose own password was just proved, takes its counted try back and records it: one
 * statement, hence one transaction, because everybody's sign-in pays for it. Account and credential are locked against
 * a reset, a change or a freeze: one that came first changes the hash or the state and nothing is opened, one that
 * comes later finds the session and ends it. The browser
 * becomes a known device. Returns the session's token, or null when the proof is no longer true.
 */
export async function openProvedSession(deps: Deps, proof: Proof, caller: Caller, now: Date): Promise<string | null> {
  const { id: accountId, realm } = proof.account
  const token = newToken(deps.random, 'cs')
  const known = newDeviceToken(deps, caller, now)
  const { device, browser } = readDevice(caller.userAgent)
  const { partnerId, keyId } = via(caller)
  const expiresAt = new Date(now.getTime() + deps.settings.rules.sessionAbsoluteMinutes * 60_000)
  const opened = await deps.db.$queryRaw<unknown[]>`
    WITH proved AS (
      SELECT a.id FROM "Account" AS a JOIN "Credential" AS c ON c.id = a."credentialId"
      WHERE a.id = ${accountId}::uuid AND a.state = 'ACTIVE' AND c."passwordHash" = ${proof.hash}
      FOR SHARE
    ), opened AS (
      INSERT INTO "Session"
        (realm, "accountId", "tokenHash", device, browser, network, "createdAt", "lastUsedAt", "expiresAt",
         "partnerId", "keyId")
      SELECT ${realm}, id, ${digestOf(token)}::bytea, ${device}, ${browser}, ${clientNetwork(caller.clientAddress)},
        ${now}::timestamptz(3), ${now}::timestamptz(3), ${expiresAt}::timestamptz(3),
        ${partnerId}::uuid, ${keyId}::uuid FROM proved
      RETURNING 1
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", facts)
      SELECT ${realm}, ${now}::timestamptz(3), ${signedIn}, id, ${JSON.stringify(keyFacts(caller))}::jsonb FROM proved
    ), uncounted AS (
      ${takingBack(deps, proof.counted, now, Prisma.sql`EXISTS (SELECT 1 FROM proved)`)}
    )${known ? andKnown(known, accountId, now) : Prisma.empty}
    SELECT 1 FROM opened`
  if (opened.length === 0) return null
  if (known) caller.device?.give(known.token)
  return token
}

/** What `keepDevice` does, in the statement that everybody's sign-in pays for. */
function andKnown({ hash, heldHash, expiresAt }: DeviceToken, accountId: string, now: Date): Prisma.Sql {
  return Prisma.sql`, moved AS (
      UPDATE "Device" SET "tokenHash" = ${hash}::bytea, "expiresAt" = CASE WHEN "accountId" = ${accountId}::uuid
        THEN ${expiresAt}::timestamptz(3) ELSE "expiresAt" END
      WHERE EXISTS (SELECT 1 FROM proved) AND "tokenHash" = ${heldHash}::bytea AND "expiresAt" > ${now}::timestamptz(3)
      RETURNING "accountId"
    ), known AS (
      INSERT INTO "Device" ("accountId", "tokenHash", "createdAt", "expiresAt")
      SELECT id, ${hash}::bytea, ${now}::timestamptz(3), ${expiresAt}::timestamptz(3) FROM proved
      WHERE id NOT IN (SELECT "accountId" FROM moved)
    )`
}
