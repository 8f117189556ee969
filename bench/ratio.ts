/** One line of the table: how much of a bare limit the program reaches, both measured in turn within one run. */
export interface Ratio {
  name: string
  ours: number
  bare: number
  /** ours / bare, the median of the pairs; 1 is the limit itself. */
  ratio: number
  unit: string
  limit: string
}

/**
 * Ours, bare, ours, bare, … and the median of the pairs' ratios: machines are shared and drift, a pair shares its drift.
 * Each side gives back a rate.
 */
export async function measureRatio(
  line: { name: string; unit: string; limit: string; rounds: number },
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<Ratio> {
  // The first of each pays for compiling and for cold caches.
  await ours()
  await bare()
  const pairs: { ours: number; bare: number }[] = []
  for (let round = 0; round < line.rounds; round++) pairs.push({ ours: await ours(), bare: await bare() })
  return {
    name: line.name,
    unit: line.unit,
    limit: line.limit,
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
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
