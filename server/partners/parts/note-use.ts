import type { Deps } from '../../deps.ts'
import type { KeyKind } from '../../domain/partner-key.ts'
import { record } from '../../flows/parts/record.ts'

/** `lastUsedAt` is written at most this often, so that most uses of a key write nothing of it. */
const touchSeconds = 60
/** So many networks are remembered; a partner whose servers move about further names theirs (`--network`). */
const rememberedNetworks = 50

export interface UsedKey {
  id: string
  partnerId: string
  kind: KeyKind
  allowedNetworks: readonly string[]
  networks: readonly string[]
  lastUsedAt: Date | null
}

/**
 * Writes when and from where a key was used last. A live key that turns up on a network where it never was before may
 * have been stolen: recorded, logged and raised as an alert (alarm.ts), once for each network. Not for its first one, nor
 * for one that was issued with the networks it may be used from.
 */
export async function noteUse(deps: Pick<Deps, 'db' | 'log'>, key: UsedKey, network: string, now: Date): Promise<void> {
  const watched = key.kind === 'LIVE' && key.allowedNetworks.length === 0
  if (watched && !key.networks.includes(network)) return noteNetwork(deps, key, network, now)
  const stale = !key.lastUsedAt || now.getTime() >= key.lastUsedAt.getTime() + touchSeconds * 1000
  // What a publishable key was used from is some owner's own network: nobody's business.
  const from = key.kind === 'PUBLISHABLE' ? {} : { lastNetwork: network }
  if (stale) await deps.db.key.updateMany({ where: { id: key.id }, data: { lastUsedAt: now, ...from } })
}

async function noteNetwork(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { id, partnerId, networks }: UsedKey,
  network: string,
  now: Date,
): Promise<void> {
  const strange = networks.length > 0
  const kept = [...networks, network].slice(-rememberedNetworks)
  const noted = await db.$transaction(async (tx) => {
    const { count } = await tx.key.updateMany({
      where: { id, NOT: { networks: { has: network } } },
      data: { networks: kept, lastUsedAt: now, lastNetwork: network, ...(strange && { newNetworkAt: now }) },
    })
    if (count === 0 || !strange) return false
    await record(tx, { realm: 'live', kind: 'KEY_NETWORK_NEW', at: now, facts: { partner: partnerId, key: id } }, null)
    return true
  })
  if (noted) log.warn({ partner: partnerId, key: id, network }, 'a partner’s key was used from a new network')
}
