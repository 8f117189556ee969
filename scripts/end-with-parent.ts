/**
 * Ends this process, as a signal would, once the one that started it is gone. npm starts scripts through a shell that
 * does not pass a SIGTERM on: `kill` of `npm start` would otherwise leave the program running, holding its port.
 */
export function endWithParent(): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}
