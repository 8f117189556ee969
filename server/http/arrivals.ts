import type { MiddlewareHandler } from 'hono'
import type { Edge } from './edge.ts'
import { tellBusy } from './gate.ts'

/** Two or three milliseconds of work: whoever waits for the database is heard in between. */
const eachTurn = 2

/**
 * Begins what newcomers send a few at a time, turn by turn of the event loop. A thousand sign-ins that come at once are half
 * a second of reading them and of telling most of them Busy; all in one turn, a page that somebody is in the middle of
 * would stand behind them at each of its questions to the database. A newcomer sends a POST and bears neither session nor
 * cookie: whoever forges one is served as everybody was without this. While they wait they hold no place of those who are
 * served (gate.ts), or a crowd would leave none; of more than `greatest` who wait, the last are told `Busy`.
 */
export function letArriveInTurn(greatest: number): MiddlewareHandler<Edge> {
  const waiting: (() => void)[] = []
  let begun = 0
  let turning = false
  const turn = () => {
    const now = waiting.splice(0, eachTurn)
    begun = now.length
    turning = begun > 0
    if (turning) setImmediate(turn)
    for (const begin of now) begin()
  }
  return async (c, next) => {
    const newcomer = c.req.method === 'POST' && !c.req.header('authorization') && !c.req.header('cookie')
    if (!newcomer) return next()
    if (waiting.length >= greatest) return tellBusy(c)
    if (!turning) setImmediate(turn)
    turning = true
    if (begun < eachTurn) begun++
    else await new Promise<void>((begin) => waiting.push(begin))
    await next()
  }
}
