import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * Ends this process, as a signal would, once npm is gone. npm starts scripts through a shell that passes no SIGTERM on,
 * and nothing at all follows a kill -9: without this the program would live on and hold its port.
 */
export function endWithParent(): void {
  const started = ancestors()
  const watch = setInterval(() => {
    if (ancestors().join() === started.join()) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

/** Our parent and, when that is npm's shell for this very script, npm itself. */
function ancestors(): number[] {
  const parent = process.ppid
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8')
    if (!command.includes('-c\0') || !command.includes(basename(process.argv[1] ?? '\0'))) return [parent]
    // The fields after the name, which may itself hold spaces and brackets: state, then the parent's parent.
    const fields = readFileSync(`/proc/${parent}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
    return [parent, Number(fields[1])]
  } catch {
    return [parent]
  }
}
