// Loaded into the program by proof:storm (node --import): how long a look-up of a name waits for libuv's pool, which argon2
// shares (security.md rule 6). `localhost` asks no name server: what is measured is the wait.
import { lookup } from 'node:dns/promises'

const timer = setInterval(async () => {
  const asked = performance.now()
  await lookup('localhost')
  if (process.connected) process.send?.({ lookupMs: performance.now() - asked })
}, 50)
timer.unref()
process.channel?.unref()
// Whoever measures is gone: so is the program.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
