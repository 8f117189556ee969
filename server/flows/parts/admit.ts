import type { Deps } from '../../deps.ts'
import type { Busy } from '../../domain/refusals.ts'
import type { Admission } from '../../hasher.ts'

/**
 * Runs a step that hashes with a place in the gate, from before anything is looked up until it has ended. A full gate
 * is `Busy`, the same for all, and nothing was counted (security.md rule 6): a step is never half done when the gate
 * turns out to be full.
 */
export async function admitted<R>(
  { hasher }: Pick<Deps, 'hasher'>,
  step: (place: Admission) => Promise<R>,
): Promise<R | Busy> {
  const place = hasher.admit()
  if (!place) return { __typename: 'Busy', retryAfterSeconds: hasher.retryAfterSeconds() }
  try {
    return await step(place)
  } finally {
    place.release()
  }
}
