import type { Deps, Tx } from '../deps.ts'
import type { Busy } from '../domain/refusals.ts'
import type { Caller } from '../flows/caller.ts'
import type { Sandbox } from '../generated/prisma/client.ts'
import { emptyRealm } from './empty-realm.ts'
import { makePeople } from './make-people.ts'
import { realmDeps } from './realm-deps.ts'
import { type Secrets, sandboxSecrets } from './secrets.ts'
import { stage } from './stage.ts'

/** When it was used is written at most this often; what a limit forgets is set anew after such a rest. */
const touchSeconds = 60
const restSeconds = 3600

/** Any number of our own: who makes a sandbox's people waits for who else does. */
const sandboxLock = 72_707_374

/**
 * Opens the sandbox of a test key's partner for one request, and gives back the world as its use-cases meet it. Its
 * people are made by the first who comes. Promise: whatever is typed afterwards, the way here was the same. Refuses with
 * Busy when people are to be made and no hash can be.
 */
export async function enterSandbox(deps: Deps, { realm, key }: Caller): Promise<Deps | Busy> {
  const [agencyId] = key?.agencyIds ?? []
  // A partner that serves nobody has no owner to play either.
  if (!agencyId) return realmDeps(deps, 0)
  const now = deps.clock.now()
  const known = await deps.db.sandbox.findUnique({ where: { realm } })
  if (!known) {
    const secrets = await sandboxSecrets(deps)
    if ('__typename' in secrets) return secrets
    await deps.db.$transaction((tx) => makeOnce(tx, deps, { realm, agencyId }, secrets, now))
    return realmDeps(deps, 0)
  }
  const inSandbox = realmDeps(deps, known.aheadSeconds)
  if (!key?.agencyIds.includes(known.agencyId)) await deps.db.$transaction((tx) => moveTo(tx, realm, agencyId))
  await keepStage(inSandbox, known, now)
  return inSandbox
}

/** Takes the sandbox's turn to the transaction's end. */
export async function takeTurn(tx: Tx, realm: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${sandboxLock}::int, hashtext(${realm}))`
}

/** Everybody as the table says, and the clock with everybody else's. Within the sandbox's turn. */
export async function makeAnew(
  tx: Tx,
  deps: Pick<Deps, 'keys' | 'settings'>,
  { realm, agencyId }: { realm: string; agencyId: string },
  secrets: Secrets,
  now: Date,
): Promise<void> {
  await emptyRealm(tx, realm)
  await makePeople(tx, { realm, agencyId }, secrets, now)
  await stage(tx, deps, realm, now)
  const fresh = { agencyId, aheadSeconds: 0, madeAt: now, usedAt: now }
  await tx.sandbox.upsert({ where: { realm }, create: { realm, ...fresh }, update: fresh })
}

async function makeOnce(
  tx: Tx,
  deps: Deps,
  place: { realm: string; agencyId: string },
  secrets: Secrets,
  now: Date,
): Promise<void> {
  await takeTurn(tx, place.realm)
  if ((await tx.sandbox.count({ where: { realm: place.realm } })) === 0) await makeAnew(tx, deps, place, secrets, now)
}

/** The partner no longer serves the agency that its people played at: they move, or nobody would be found. */
async function moveTo(tx: Tx, realm: string, agencyId: string): Promise<void> {
  await takeTurn(tx, realm)
  await tx.sandbox.update({ where: { realm }, data: { agencyId } })
  await tx.owner.updateMany({ where: { realm }, data: { agencyId } })
}

async function keepStage(inSandbox: Deps, { realm, usedAt }: Sandbox, now: Date): Promise<void> {
  const restedMs = now.getTime() - usedAt.getTime()
  if (restedMs < touchSeconds * 1000) return
  await inSandbox.db.$transaction(async (tx) => {
    const { count } = await tx.sandbox.updateMany({ where: { realm, usedAt }, data: { usedAt: now } })
    if (count > 0 && restedMs >= restSeconds * 1000) await stage(tx, inSandbox, realm, inSandbox.clock.now())
  })
}
