import type { Deps, Tx } from '../deps.ts'
import type { Event, EventDetail } from '../generated/prisma/client.ts'
import { beforeAll, type Seal, signatureOf, writeSeal } from './chain.ts'
import { erasedAccounts, judgeEvent } from './judge-event.ts'
import { takeTurn } from './seal.ts'

type PurgeDeps = Pick<Deps, 'db' | 'keys' | 'log'>

const batch = 500

/**
 * Lets the next events older than `before` go, from the beginning of the chain, and leaves a signed anchor where it
 * begins now. What is not as it was sealed is kept, and told: a purge must not carry away the trace of a forgery.
 * Returns how many went; 0 when none is left, another node is at the chain, or a fault stands in the way.
 */
export async function purgeAudit(deps: PurgeDeps, before: Date, now: Date): Promise<number> {
  const { db, keys, log } = deps
  const purged = await db.$transaction(async (tx) => {
    if (!(await takeTurn(tx))) return null
    const anchor = await tx.auditAnchor.findFirst({ orderBy: { number: 'desc' } })
    const begin = anchor ? { number: Number(anchor.number), mac: anchor.mac } : beforeAll
    const events = await tx.event.findMany({
      where: { number: { gt: BigInt(begin.number) } },
      include: { detail: true },
      orderBy: { number: 'asc' },
      take: batch,
    })
    const beyond = await lastOldNumber(tx, begin.number, before)
    const young = events.findIndex(({ at, number }) => at >= before && (number ?? 0n) > beyond)
    const old = young < 0 ? events : events.slice(0, young)
    const end = lastSound(deps, old, begin, await erasedAccounts(db))
    if (end.number === begin.number) return null
    await leaveAnchor(tx, keys, end, now)
    const { count } = await tx.event.deleteMany({ where: { number: { lte: BigInt(end.number) } } })
    return { end, count }
  })
  if (!purged) return 0
  log.info({ seal: writeSeal(purged.end), count: purged.count }, 'audit purged')
  return purged.count
}

/**
 * The number up to which events of the real world are old; 0 when none is. A sandbox's clock is moved by whoever tries
 * it: its events of some year to come would otherwise keep everything behind them for as long.
 */
async function lastOldNumber(tx: Tx, begin: number, before: Date): Promise<bigint> {
  const live = { realm: 'live' }
  const numbered = { number: 'asc' } as const
  const young = await tx.event.findFirst({
    where: { ...live, number: { gt: BigInt(begin) }, at: { gte: before } },
    orderBy: numbered,
    select: { number: true },
  })
  const old = await tx.event.findFirst({
    where: { ...live, number: { gt: BigInt(begin), ...(young?.number && { lt: young.number }) } },
    orderBy: { number: 'desc' },
    select: { number: true },
  })
  return old?.number ?? 0n
}

function lastSound(
  { keys, log }: PurgeDeps,
  events: readonly (Event & { detail: EventDetail | null })[],
  begin: Seal,
  erased: ReadonlySet<string>,
): Seal {
  let end = begin
  for (const event of events) {
    const number = end.number + 1
    const reason = judgeEvent(keys, event, number, end.mac, erased)
    if (reason || !event.mac) {
      log.error({ number, reason }, 'audit was tampered with: it is kept from here on')
      return end
    }
    end = { number, mac: event.mac }
  }
  return end
}

/** The anchor comes first: the database deletes no event that none covers. */
async function leaveAnchor(tx: Tx, keys: Deps['keys'], end: Seal, now: Date): Promise<void> {
  const anchor = { number: BigInt(end.number), mac: end.mac, at: now, keyId: keys.currentId }
  const signature = signatureOf(keys, anchor)
  await tx.auditAnchor.create({ data: { ...anchor, signature } })
  await tx.auditAnchor.deleteMany({ where: { number: { lt: anchor.number } } })
}
