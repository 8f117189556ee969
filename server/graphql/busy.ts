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

/** Prisma wraps what the adapter met, and the adapter what the driver met: the code that says it may be at any depth. */
function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, originalCode, meta, driverAdapterError, cause } = error as Record<string, unknown>
  return (
    passing.has(String(code)) ||
    passing.has(String(originalCode)) ||
    isPassing(meta) ||
    isPassing(driverAdapterError) ||
    isPassing(cause)
  )
}
