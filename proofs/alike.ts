import { median } from '../bench/ratio.ts'

export interface Likeness {
  /** The chance that a sample of the class takes longer than one of the reference, ties half: 0.5 tells nothing. */
  a: number
  deltaMs: number
  alike: boolean
}

/** Vargha and Delaney's A, and the distance of the medians, against the bounds of security.md. */
export function compare(reference: readonly number[], samples: readonly number[]): Likeness {
  const ranked = [...reference.map((ms) => ({ ms, own: false })), ...samples.map((ms) => ({ ms, own: true }))].toSorted(
    (x, y) => x.ms - y.ms,
  )
  let rankSum = 0
  for (let i = 0; i < ranked.length; ) {
    let end = i
    while (end < ranked.length && ranked[end]?.ms === ranked[i]?.ms) end++
    // Ties share the mean of the ranks they span.
    for (let k = i; k < end; k++) if (ranked[k]?.own) rankSum += (i + 1 + end) / 2
    i = end
  }
  const m = samples.length
  const a = (rankSum / m - (m + 1) / 2) / reference.length
  const deltaMs = median(samples) - median(reference)
  const bound = Math.max(2, 0.03 * median(reference))
  return { a, deltaMs, alike: a >= 0.45 && a <= 0.55 && Math.abs(deltaMs) <= bound }
}
