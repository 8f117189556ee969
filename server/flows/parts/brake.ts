import type { Deps, Tx } from '../../deps.ts'
import type { Busy } from '../../domain/refusals.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'

/** Writers of one minute are spread over so many rows: they would otherwise wait for each other. */
const slots = 8

/** Adds one failed code to what the whole system's brake looks at. Last in its transaction: the row is one of a few. */
export async function tallyFailedCode(
  tx: Pick<Tx, '$executeRaw'>,
  { id, realm }: Pick<Flow, 'id' | 'realm'>,
  now: Date,
): Promise<void> {
  if (realm !== 'live') return
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  await tx.$executeRaw`
    INSERT INTO "Tally" AS t (kind, minute, slot, n)
    VALUES ('CODE_FAILED', ${minute}::timestamptz(3), ${Number.parseInt(id.slice(0, 2), 16) % slots}, 1)
    ON CONFLICT (kind, minute, slot) DO UPDATE SET n = t.n + 1`
}

/**
 * While the brake is on, a step of a reset begun without a known device waits before anything is done; whoever proved a
 * password or is known does not. Null: go on. `Busy` only when too many wait already. Never inside a transaction.
 */
export async function slowDown(deps: Deps, handle: string): Promise<Busy | null> {
  if (!deps.brake.isOn()) return null
  const flow = await deps.db.flow.findUnique({
    where: { handleHash: digestOf(handle) },
    select: { kind: true, knownDevice: true },
  })
  return flow?.kind === 'RESET' ? slowStranger(deps, flow.knownDevice) : null
}

/** The same where the device alone is known. */
export async function slowStranger({ brake, settings }: Deps, knownDevice: boolean): Promise<Busy | null> {
  if (knownDevice || (await brake.wait())) return null
  return { __typename: 'Busy', retryAfterSeconds: settings.rules.brakeWaitSeconds }
}
