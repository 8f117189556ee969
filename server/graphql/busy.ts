import type { Busy } from '../domain/refusals.ts'

/**
 * Prisma: the pool or a transaction waited too long, a write conflict, the database is out of reach or gone; pg: it is
 * starting or stopping. Nothing was committed, so the caller may simply ask again.
 */
const passing = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  '57P01',
  '57P03',
  '53300',
])
const retryAfterSeconds = 5

/** Runs a step; an outage that passes becomes the refusal `Busy`, anything else is a bug and stays one. */
export async function orBusy<R>(step: () => Promise<R>): Promise<R | Busy> {
  try {
    return await step()
  } catch (error) {
    if (isPassing(error)) return { __typename: 'Busy', retryAfterSeconds }
    throw error
  }
}

function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code = 'code' in error ? String(error.code) : ''
  return passing.has(code) || code === 'ECONNREFUSED' || ('cause' in error && isPassing(error.cause))
}
