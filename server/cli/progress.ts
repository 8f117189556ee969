import { progress } from '@clack/prompts'

export interface Progress {
  begin(total: number): void
  advance(rows: number): void
  end(message: string): void
}

/** A progress bar on a terminal's standard error, so that standard output stays the report's. Silent elsewhere. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  if (!output.isTTY) return { begin: () => {}, advance: () => {}, end: () => {} }
  let bar: ReturnType<typeof progress> | null = null
  let startedAt = 0
  let [done, whole] = [0, 0]
  return {
    begin(total) {
      whole = total
      startedAt = performance.now()
      bar = progress({ max: total, size: 30, output, cancelMessage: 'Interrompu : le lot en cours se termine.' })
      bar.start(`0 / ${total} lignes`)
      // clack reads the keyboard raw and answers Ctrl-C by ending the program at once, with exit code 0: as if all had
      // been taken. Out of raw mode Ctrl-C is a signal again, which the import hears.
      if (process.stdin.isTTY) process.stdin.setRawMode(false)
    },
    advance(rows) {
      done += rows
      const left = ((performance.now() - startedAt) / done) * (whole - done)
      bar?.advance(rows, `${done} / ${whole} lignes, encore ${formatWait(left / 1000)}`)
    },
    end(message) {
      bar?.stop(message)
      bar = null
    },
  }
}

function formatWait(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
