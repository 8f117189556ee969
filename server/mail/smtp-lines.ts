import type { AttemptLimit } from './attempt-limit.ts'
import { type Line, LineFault, type Outgoing } from './smtp-line.ts'

/** Lines to one mail server: opened when needed, kept for a while, never more than so many at once. */
export interface Lines {
  /** Resolves with the server's words of acceptance. Rejects with a `LineFault`, at the limit at the latest. */
  send(mail: Outgoing, limit: AttemptLimit): Promise<string>
  /** True while no line is open and nobody waits for one. */
  isEmpty(): boolean
  close(): void
}

/** Servers close a quiet connection after some minutes; ours goes before, so that no mail meets the door closing. */
const idleMs = 30_000
/** What many servers take over one connection. */
const mostUses = 100

export function createLines(open: (signal: AbortSignal) => Promise<Line>, most: number): Lines {
  const idle: { line: Line; timer: NodeJS.Timeout }[] = []
  const waiting: (() => void)[] = []
  let opened = 0
  let closed = false

  function forget(line: Line): void {
    line.close()
    opened -= 1
    waiting.shift()?.()
  }

  function dropIdle(): void {
    for (const { line, timer } of idle.splice(0)) {
      clearTimeout(timer)
      forget(line)
    }
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const mine = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(mine), 1)
        reject(new LineFault(signal.reason, 'UNOPENED'))
      }
      waiting.push(mine)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  async function take(signal: AbortSignal): Promise<Line> {
    while (idle.length === 0 && opened >= most && !signal.aborted) await turn(signal)
    if (signal.aborted) {
      waiting.shift()?.()
      throw new LineFault(signal.reason, 'UNOPENED')
    }
    const kept = idle.pop()
    if (kept) {
      clearTimeout(kept.timer)
      return kept.line
    }
    opened += 1
    try {
      return await open(signal)
    } catch (fault) {
      opened -= 1
      waiting.shift()?.()
      throw fault
    }
  }

  async function giveBack(line: Line): Promise<void> {
    const ready = line.uses < mostUses && (await line.ready())
    if (closed || !ready) return forget(line)
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((kept) => kept.line === line),
        1,
      )
      forget(line)
    }, idleMs)
    timer.unref()
    idle.push({ line, timer })
    waiting.shift()?.()
  }

  async function overOne(line: Line, mail: Outgoing, limit: AttemptLimit): Promise<string> {
    try {
      return await line.send(mail, limit)
    } finally {
      void giveBack(line)
    }
  }

  return {
    async send(mail, limit) {
      const { signal } = limit
      const line = await take(signal)
      const reused = line.uses > 0
      try {
        return await overOne(line, mail, limit)
      } catch (fault) {
        // Closed by the server while it was idle: the others most likely too, and a new one may be tried at once.
        const untouched = fault instanceof LineFault && fault.reached === 'UNTOUCHED' && !fault.fault.responseCode
        if (!reused || !untouched || signal.aborted) throw fault
        dropIdle()
        return overOne(await take(signal), mail, limit)
      }
    },
    isEmpty: () => opened === 0 && waiting.length === 0,
    close() {
      closed = true
      dropIdle()
    },
  }
}
