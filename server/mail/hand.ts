import type { Claim } from './claim.ts'
import type { LoadedMessage } from './loaded-message.ts'

/** A message that this courier holds and has read. */
export interface Held {
  claim: Claim
  message: LoadedMessage
  readAt: Date
}

/** What is in hand: claimed, then started domain by domain in turn, as the traffic allows. */
export interface Hand {
  size(): number
  claims(): Claim[]
  take(claims: readonly Claim[]): void
  drop(claim: Claim): void
  start(held: readonly Held[]): void
  /** How many towards each domain. */
  domains(): Map<string, number>
  /** Takes back what was not started, towards one domain or all. */
  takeBack(domain?: string): Claim[]
  /** Resolves when something ends, or at `wake`. */
  nextEnd(): Promise<void>
  wake(): void
  idle(): Promise<void>
}

export function createHand(
  mayFly: (domain: string, flyingThere: number, flying: number) => boolean,
  carry: (held: Held, landed: () => void) => Promise<void>,
): Hand {
  const inHand = new Set<Claim>()
  /** The domain that had its turn goes to the end. */
  const waiting = new Map<string, Held[]>()
  const flyingTo = new Map<string, number>()
  const carried = new Set<Promise<void>>()
  let flying = 0
  let ended = Promise.withResolvers<void>()

  function wake(): void {
    ended.resolve()
    ended = Promise.withResolvers<void>()
  }

  function drop(claim: Claim): void {
    inHand.delete(claim)
    wake()
  }

  function fill(): void {
    for (let started = true; started; ) {
      started = false
      for (const [domain, queue] of [...waiting]) {
        if (!mayFly(domain, flyingTo.get(domain) ?? 0, flying)) continue
        const held = queue.shift()
        waiting.delete(domain)
        if (queue.length > 0) waiting.set(domain, queue)
        if (!held) continue
        started = true
        fly(domain, held)
      }
    }
  }

  function fly(domain: string, held: Held): void {
    flyingTo.set(domain, (flyingTo.get(domain) ?? 0) + 1)
    flying += 1
    let aloft = true
    const landed = () => {
      if (!aloft) return
      aloft = false
      flying -= 1
      const left = (flyingTo.get(domain) ?? 1) - 1
      if (left > 0) flyingTo.set(domain, left)
      else flyingTo.delete(domain)
      fill()
    }
    const flight = carry(held, landed).finally(() => {
      carried.delete(flight)
      landed()
      drop(held.claim)
    })
    carried.add(flight)
  }

  return {
    size: () => inHand.size,
    claims: () => [...inHand],
    take(claims) {
      for (const claim of claims) inHand.add(claim)
    },
    drop,
    start(all) {
      for (const held of all) {
        const domain = held.claim.domain ?? ''
        waiting.set(domain, [...(waiting.get(domain) ?? []), held])
      }
      fill()
    },
    domains() {
      const counts = new Map<string, number>()
      for (const { domain } of inHand) if (domain !== null) counts.set(domain, (counts.get(domain) ?? 0) + 1)
      return counts
    },
    takeBack(domain) {
      const domains = domain === undefined ? [...waiting.keys()] : [domain]
      const back = domains.flatMap((name) => waiting.get(name) ?? []).map(({ claim }) => claim)
      for (const name of domains) waiting.delete(name)
      for (const claim of back) inHand.delete(claim)
      return back
    },
    nextEnd: () => ended.promise,
    wake,
    async idle() {
      while (carried.size > 0) await Promise.all(carried)
    },
  }
}
