import type { Deps, Tx } from '../deps.ts'
import type { Event, EventDetail } from '../generated/prisma/client.ts'
import { beforeAll, digestOfDetail, isSameMac, macOf, type Seal } from './chain.ts'

type SealDeps = Pick<Deps, 'db' | 'keys'>

/** Any number of our own: one node seals or purges at a time, and a killed one leaves the turn with its transaction. */
const auditLock = 72_707_371
const batch = 500

/** Takes the turn at the chain when it is free, to the transaction's end. */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const [turn] = await tx.$queryRaw<[{ mine: boolean }]>`SELECT pg_try_advisory_xact_lock(${auditLock}) AS mine`
  return turn.mine
}

/** The newest seal of the database: its last sealed event, or the anchor when a purge let every one go. */
export async function newestSeal(tx: Pick<Tx, 'event' | 'auditAnchor'>): Promise<Seal> {
  const [event, anchor] = [
    await tx.event.findFirst({ where: { number: { not: null } }, orderBy: { number: 'desc' } }),
    await tx.auditAnchor.findFirst({ orderBy: { number: 'desc' } }),
  ]
  const newest = [event, anchor].flatMap((one) =>
    one?.number != null && one.mac ? [{ number: Number(one.number), mac: one.mac }] : [],
  )
  return newest.toSorted((a, b) => b.number - a.number)[0] ?? beforeAll
}

export interface Sealing {
  /** How many events were sealed, and the seal of the last. */
  count: number
  newest: Seal
  /** False: what this process had sealed or seen is no longer in the database. */
  isWhole: boolean
}

/**
 * Numbers and chains the next events that are committed and not sealed yet: whatever order their transactions end in,
 * none is passed over. `known` is the newest seal that this process remembers: when the database has less, its end was
 * cut off, and numbers go on behind the hole so that it shows for ever. Null when another node is at it.
 */
export async function sealNext({ db, keys }: SealDeps, known: Seal): Promise<Sealing | null> {
  return db.$transaction(async (tx) => {
    if (!(await takeTurn(tx))) return null
    const stored = await newestSeal(tx)
    const isWhole = await stillStands(tx, known, stored)
    const events = await tx.event.findMany({
      where: { number: null },
      include: { detail: true },
      orderBy: { number: 'asc' },
      take: batch,
    })
    let newest = known.number > stored.number ? known : stored
    const sealed = events.toSorted(inTime).map((event) => {
      const seal = sealEvent(keys, newest, event)
      newest = { number: Number(seal.number), mac: seal.mac }
      return seal
    })
    if (sealed.length > 0) await write(tx, keys.currentId, sealed)
    return { count: sealed.length, newest, isWhole }
  })
}

/** True while the event that bore a seal still bears it, or a purge let it go. */
async function stillStands(tx: Pick<Tx, 'event' | 'auditAnchor'>, known: Seal, stored: Seal): Promise<boolean> {
  if (known.number === 0) return true
  if (stored.number <= known.number) return stored.number === known.number && isSameMac(stored.mac, known.mac)
  const event = await tx.event.findUnique({ where: { number: BigInt(known.number) } })
  if (event) return isSameMac(event.mac, known.mac)
  return (await tx.auditAnchor.count({ where: { number: { gte: BigInt(known.number) } } })) > 0
}

const inTime = (a: Event, b: Event) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1)

function sealEvent(keys: Deps['keys'], before: Seal, { detail, ...event }: Event & { detail: EventDetail | null }) {
  const number = BigInt(before.number + 1)
  const detailDigest = detail && digestOfDetail(detail)
  const mac = macOf(keys, keys.currentId, before.mac, { ...event, number, detailDigest })
  return { id: event.id, number, detailDigest, mac }
}

async function write(tx: Tx, keyId: string, sealed: readonly ReturnType<typeof sealEvent>[]): Promise<void> {
  const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex')
  await tx.$executeRaw`
    UPDATE "Event" AS e
    SET number = s.number::bigint, mac = decode(s.mac, 'hex'), "detailDigest" = decode(s.digest, 'hex'), "keyId" = ${keyId}
    FROM unnest(
      ${sealed.map(({ id }) => id)}::text[], ${sealed.map(({ number }) => String(number))}::text[],
      ${sealed.map(({ mac }) => hex(mac))}::text[], ${sealed.map(({ detailDigest }) => hex(detailDigest))}::text[]
    ) AS s (id, number, mac, digest)
    WHERE e.id = s.id::uuid`
}
