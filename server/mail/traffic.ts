import type { Deps } from '../deps.ts'
import type { Room } from './claim.ts'
import { names } from './routes.ts'
import type { Attempt } from './transport.ts'

/** Messages in flight at once, and those in hand besides: claimed together, so that each costs little. */
const mostFlying = 32
const mostInHand = 512
/** Towards one domain through a relay, which paces by itself: enough to fill its lines, never all of them. */
const relayed = { inHand: 384, flying: 8 }
/** Towards a domain's own servers: what those of every size bear from a stranger. */
const directPace = 4
const slowMs = 5_000
/** After so many failures in a row the relay is away, not unlucky: one message asks for all, every few seconds. */
export const absencesUntilPause = 5
const pauseMs = 5_000

/** What may be claimed and sent at this moment, so that no slow or large domain stands before another. */
export interface Traffic {
  /** Null: nothing, until something in hand has ended. `inHand`: towards each domain. */
  room(inHand: ReadonlyMap<string, number>, now: Date): Room | null
  mayFly(domain: string, flyingThere: number, flying: number): boolean
  /** It holds its place for long already: what else goes there goes singly. */
  strain(domain: string): void
  /** Learns from an attempt what it says of the domain and of the relay. */
  note(domain: string, attempt: Attempt, tookMs: number, now: Date): 'RELAY AWAY' | 'STRAINED' | null
}

/** The relay's absence and slow domains are this process's own knowledge: another node learns it for itself. */
export function createTraffic({ pace, directDomains }: Deps['settings']['mail']): Traffic {
  /** Domains whose last attempt met no server, or a slow one: one message at a time, until one goes well. */
  const strained = new Set<string>()
  let absences = 0
  let pausedUntil = 0

  const paceOf = (domain: string) =>
    pace.get(domain) ?? pace.get('*') ?? (names(directDomains, domain) ? directPace : null)
  const named = [...pace.keys(), ...directDomains].filter((name) => name !== '*')

  function strain(domain: string): void {
    if (strained.size > 1_000) strained.clear()
    strained.add(domain)
  }

  return {
    room(inHand, now) {
      // Where some mail does not need the relay, its absence must not hold that back.
      const paused = absences >= absencesUntilPause && directDomains.length === 0
      const total = [...inHand.values()].reduce((sum, count) => sum + count, 0)
      if (total >= (paused ? 1 : mostInHand) || (paused && now.getTime() < pausedUntil)) return null
      const paces = named.map((domain): [string, number | null] => [domain, paceOf(domain)])
      return {
        total: paused ? 1 : mostInHand - total,
        domains: new Map([...inHand].map(([domain, count]) => [domain, Math.max(0, relayed.inHand - count)])),
        otherwise: relayed.inHand,
        pace: new Map([
          ...paces.filter((pair): pair is [string, number] => pair[1] !== null),
          ...[...strained].map((domain): [string, number] => [domain, 1]),
        ]),
        paceOtherwise: paceOf(''),
      }
    },
    mayFly(domain, flyingThere, flying) {
      const most = strained.has(domain) ? 1 : (paceOf(domain) ?? relayed.flying)
      return flying < mostFlying && flyingThere < most
    },
    strain,
    note(domain, attempt, tookMs, now) {
      const away = !attempt.accepted && attempt.kind === 'away'
      const byRelay = away && attempt.reply.startsWith('relay ')
      if (byRelay) pausedUntil = now.getTime() + pauseMs
      if (byRelay) absences += 1
      // A mail that we could not write, or an address that is none, says nothing of the relay.
      else if (attempt.by === null && /^(\d|relay )/.test(attempt.reply)) absences = 0
      if ((away && !byRelay) || tookMs > slowMs) strain(domain)
      else strained.delete(domain)
      if (byRelay && absences === absencesUntilPause) return 'RELAY AWAY'
      return strained.has(domain) ? 'STRAINED' : null
    },
  }
}
