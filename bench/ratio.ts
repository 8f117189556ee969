/** One line of the table: ours against a bare limit and against a peer, all measured in turn within one run. */
export interface Line {
  name: string
  unit: string
  /** What the bare side is; null: there is none. */
  limit: string | null
  ours: number
  bare: number | null
  peer: number | null
  /** ours / bare, the median of the pairs; 1 is the limit itself. */
  ofBare: number | null
  /** ours / peer, likewise. */
  ofPeer: number | null
  /** How far the pairs' ratios lie apart, where there is a bare side: the middle half. */
  spread: [number, number] | null
}

export interface Sides {
  ours(): Promise<number>
  bare?(): Promise<number>
  peer?(): Promise<number>
}

/**
 * Ours, bare, peer, ours, bare, peer, … and the median of each round's ratios: machines are shared and drift, a round
 * shares its drift. Each side gives back a rate.
 */
export async function measureInTurn(
  line: { name: string; unit: string; limit?: string; rounds: number },
  sides: Sides,
): Promise<Line> {
  const round = async () => ({
    ours: await sides.ours(),
    bare: (await sides.bare?.()) ?? null,
    peer: (await sides.peer?.()) ?? null,
  })
  // The first of each pays for compiling and for cold caches.
  await round()
  const rounds: Awaited<ReturnType<typeof round>>[] = []
  for (let n = 0; n < line.rounds; n++) rounds.push(await round())
  const bares = rounds.flatMap(({ bare }) => bare ?? [])
  const peers = rounds.flatMap(({ peer }) => peer ?? [])
  const ofBare = rounds.flatMap(({ ours, bare }) => (bare === null ? [] : ours / bare))
  const ofPeer = rounds.flatMap(({ ours, peer }) => (peer === null ? [] : ours / peer))
  return {
    name: line.name,
    unit: line.unit,
    limit: line.limit ?? null,
    ours: median(rounds.map(({ ours }) => ours)),
    bare: bares.length > 0 ? median(bares) : null,
    peer: peers.length > 0 ? median(peers) : null,
    ofBare: ofBare.length > 0 ? median(ofBare) : null,
    ofPeer: ofPeer.length > 0 ? median(ofPeer) : null,
    spread: ofBare.length > 0 ? [quantile(ofBare, 0.25), quantile(ofBare, 0.75)] : null,
  }
}

/** How many times a second `job` is done by so many at once, for so many jobs. */
export async function rateOf(jobs: number, atOnce: number, job: (index: number) => Promise<void>): Promise<number> {
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < jobs) await job(next++)
    }),
  )
  return jobs / ((performance.now() - started) / 1000)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** The value that a share of all does not exceed; 0.95: the 95th of 100. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
