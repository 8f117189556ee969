import type { Deps } from './deps.ts'

export interface Loop {
  start(): void
  /** Begins nothing more and resolves once what is in hand is done. */
  stop(): Promise<void>
}

/**
 * Background work of every node: `work` again and again, `everyMs` after it last ended. A failure (the database is away)
 * is logged and waits for its next turn.
 */
export function createLoop(log: Deps['log'], name: string, everyMs: number, work: () => Promise<unknown>): Loop {
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  let stopped = false

  function take(): void {
    turn = work()
      .then(
        () => {},
        (error) => log.error({ err: error }, `${name} failed`),
      )
      .then(() => {
        if (!stopped) timer = setTimeout(take, everyMs)
      })
  }

  return {
    start: take,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}
