import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A mail server in a process of its own that takes everything and keeps nothing: the other end of a measured line. */
export async function startSink() {
  const child = fork(fileURLToPath(new URL('./sink-process.ts', import.meta.url)))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    url: `smtp://127.0.0.1:${port}?tls=off`,
    async close() {
      child.kill()
      await once(child, 'exit')
    },
  }
}
