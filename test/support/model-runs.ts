/**
 * How many random lives the model walks: a fixed few in every run of the tests, from one seed; `MODEL_RUNS` and
 * `MODEL_SEED` for a long run of one's own. In batches, each with a database of its own.
 */
const wanted = Number(process.env.MODEL_RUNS ?? 25)
const firstSeed = Number(process.env.MODEL_SEED ?? 20261122)
const batch = 100

export const modelRuns = {
  batches: Array.from({ length: Math.ceil(wanted / batch) }, (_, i) => ({
    seed: firstSeed + i,
    runs: Math.min(batch, wanted - i * batch),
  })),
  timeoutMs: 60_000 + wanted * 4_000,
  /** What a long run reports; nothing in an ordinary one. */
  tell(text: string): void {
    if (process.env.MODEL_RUNS) process.stderr.write(`${wanted} lives from seed ${firstSeed}: ${text}\n`)
  },
}
