import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Edge } from './edge.ts'

/**
 * Refuses a body of more than `greatest` bytes. Node reads no more of one than its length announces, so the length is judged;
 * Hono's own limit, which counts as it reads, is for those that announce none: it would make a whole Request of undici,
 * with a stream, for every page and every question.
 */
export function limitBodies(greatest: number, refuse: (c: Context<Edge>) => Response): MiddlewareHandler<Edge> {
  const counting = bodyLimit({ maxSize: greatest, onError: refuse })
  return (c, next) => {
    if (c.req.header('transfer-encoding') !== undefined) return counting(c, next)
    return Number(c.req.header('content-length') ?? 0) <= greatest ? next() : Promise.resolve(refuse(c))
  }
}
