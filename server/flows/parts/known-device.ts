import type { Deps, Tx } from '../../deps.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { newToken } from './token.ts'

/**
 * The id of the device that calls, if it signed in to the account of this identifier before; null: it is not known, or
 * says nothing. Asked by whoever holds a token, whatever identifier is typed: the time tells nothing of it.
 */
export async function findDevice(
  db: Pick<Tx, '$queryRaw'>,
  { realm, device }: Caller,
  identifierKey: string,
  now: Date,
): Promise<string | null> {
  if (!device?.held) return null
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM "Device" AS d JOIN "Account" AS a ON a.id = d."accountId"
    WHERE d."tokenHash" = ${digestOf(device.held)} AND d."expiresAt" > ${now}::timestamptz(3)
      AND a.realm = ${realm} AND a."identifierKey" = ${identifierKey}`
  return row?.id ?? null
}

/** A token that a browser is about to be known by. It replaces the one held: a planted one is dead at the next sign-in. */
export interface DeviceToken {
  token: string
  hash: Uint8Array<ArrayBuffer>
  heldHash: Uint8Array<ArrayBuffer>
  expiresAt: Date
}

/** Null when the caller can keep none. */
export function newDeviceToken(deps: Deps, { device }: Caller, now: Date): DeviceToken | null {
  if (!device) return null
  const token = newToken(deps.random, 'cd')
  const expiresAt = new Date(now.getTime() + deps.settings.rules.deviceDays * 86_400_000)
  return { token, hash: digestOf(token), heldHash: digestOf(device.held ?? ''), expiresAt }
}

/**
 * Makes the calling browser a known device of these accounts: what it was known by before, for whatever accounts, goes
 * on under the new token. Call `caller.device.give` once this is committed.
 */
export async function keepDevice(
  tx: Pick<Tx, '$executeRaw'>,
  device: DeviceToken,
  accountIds: readonly string[],
  now: Date,
): Promise<void> {
  const { hash, heldHash, expiresAt } = device
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE "Device" SET "tokenHash" = ${hash}, "expiresAt" = CASE WHEN "accountId" = ANY(${accountIds}::uuid[])
        THEN ${expiresAt}::timestamptz(3) ELSE "expiresAt" END
      WHERE "tokenHash" = ${heldHash} AND "expiresAt" > ${now}::timestamptz(3) RETURNING "accountId"
    )
    INSERT INTO "Device" ("accountId", "tokenHash", "createdAt", "expiresAt")
    SELECT id, ${hash}, ${now}::timestamptz(3), ${expiresAt}::timestamptz(3) FROM unnest(${accountIds}::uuid[]) AS id
    WHERE id NOT IN (SELECT "accountId" FROM moved)`
}

/**
 * Forgets the devices of these accounts, but the caller's own: whoever's sessions are ended for good is no known caller
 * either. `caller` null: every one (« Ce n'est pas moi »: the caller's may be the thief's).
 */
export async function forgetDevices(
  tx: Pick<Tx, '$executeRaw'>,
  accountIds: readonly string[],
  caller: Caller | null,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Device"
    WHERE "accountId" = ANY(${accountIds}::uuid[]) AND "tokenHash" <> ${digestOf(caller?.device?.held ?? '')}`
}
