import { GraphQLError } from 'graphql'
import type { Busy } from '../domain/refusals.ts'

/**
 * Prisma: the pool or a transaction waited too long, a write conflict, the database is out of reach or gone; the
 * adapter's kinds of the same; PostgreSQL (SQLSTATE): it starts, stops, takes no more, broke off, cut a statement, a lock or
 * an idle transaction short; it has no room on its disk, no memory, no disk, or is only read from for now (a standby);
 * PgBouncer: it has no server to give (08P01); Node: the socket.
 */
const passing = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TransactionWriteConflict'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006', '40001', '40P01', '55P03'],
  ...['57014', '25P03', '57P05', '53100', '53200', '53400', '58030', '25006', '08P01'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH'],
])
/** What the driver says without a code. */
const lostConnection =
  /^(Connection terminated|Client (has encountered a connection error|was closed) and is not queryable|timeout (expired|exceeded when trying to connect))/
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

/** The same for a query, which has no union to say it in: 503 and the time. Null: `error` is a bug. */
export function busyError(error: unknown): GraphQLError | null {
  if (!isPassing(error)) return null
  const http = { status: 503, headers: { 'Retry-After': String(retryAfterSeconds) } }
  return new GraphQLError('Busy.', { extensions: { code: 'BUSY', retryAfterSeconds, http } })
}

/** Prisma wraps what the adapter met, and the adapter what the driver met: the code that says it may be at any depth. */
function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, kind, originalCode, message, meta, driverAdapterError, cause } = error as Record<string, unknown>
  return (
    [code, kind, originalCode].some((word) => passing.has(String(word))) ||
    // The embedded database is reached by a socket file, which is not there while it starts.
    (code === 'ENOENT' && String(message).includes('connect ENOENT')) ||
    (typeof message === 'string' && lostConnection.test(message)) ||
    [meta, driverAdapterError, cause].some(isPassing)
  )
}
