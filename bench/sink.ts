import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A mail server in a process of its own that takes everything and keeps no mail: the other end of a measured line. */
export async function startSink({ port: wanted = 0 } = {}) {
  const child = fork(fileURLToPath(new URL('./sink-process.ts', import.meta.url)), [String(wanted)])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    /** Everybody whose mail it took, in order. */
    async recipients(): Promise<string[]> {
      child.send('recipients')
      const [{ recipients }] = (await once(child, 'message')) as [{ recipients: string[] }]
      return recipients
    },
    url: `smtp://127.0.0.1:${port}?tls=off`,
    async close() {
      child.kill()
      await once(child, 'exit')
    },
  }
}
