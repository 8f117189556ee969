// `npm run proof:storm [people]`: so many sign in at once; meanwhile everybody else is served, mail leaves, names are
// looked up, memory stays bounded. Prints each figure against its bound; exit status 1 when one is exceeded.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { residentMiB } from '../bench/memory.ts'
import { quantile } from '../bench/ratio.ts'
import { startSink } from '../bench/sink.ts'
import manifest from '../package.json' with { type: 'json' }
import { ensureBuilt } from '../scripts/build.ts'
import { childEnvironment } from '../server/settings.ts'
import { openBystanders } from './storm-bystanders.ts'

const people = Number(process.argv[2] ?? 1000)
const early = 300
const port = 3971
const origin = `http://localhost:${port}`
// As `npm start` starts it.
const flags = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'))
const besides = (script: string) => fileURLToPath(new URL(script, import.meta.url))
const print = (line: string) => process.stdout.write(`${line}\n`)

ensureBuilt()
const dataDir = mkdtempSync(join(tmpdir(), 'connexion-storm-'))
const sink = await startSink()
const program = spawn(process.execPath, [...flags, '--import', besides('./lookup-probe.ts'), 'server/main.ts'], {
  env: childEnvironment({
    PORT: String(port),
    DATA_DIR: dataDir,
    CONNEXION_MODE: 'demonstration',
    PUBLIC_URL: '',
    DATABASE_URL: '',
    SMTP_URL: sink.url,
  }),
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
})
const lookups: number[] = []
program.on('message', ({ lookupMs }: { lookupMs: number }) => lookups.push(lookupMs))
let good = true
try {
  while (!(await fetch(`${origin}/connexion`).catch(() => null))?.ok) await pause(50)
  const bystanders = await openBystanders(dataDir, origin)
  try {
    print(`the program answers; ${early} sign in, then five calm seconds`)
    // What is asked is a program at work: one that just started is still compiled, and its heap still grows.
    await bystanders.during(crowdOf(early, 'E'))
    const before = await bystanders.during(pause(5_000))
    for (const [reason, times] of Object.entries(before.failed)) print(`  calm: ${times} × ${reason}`)
    const base = residentMiB(program.pid ?? 0)
    print(
      `calm: ${before.me.length} me, ${before.page.length} pages, ${before.mails.length} mails taken; now ${people} at once`,
    )
    lookups.length = 0
    const started = performance.now()
    const told = crowdOf(people, 'S')
    const [during, { counts, waits }] = await Promise.all([bystanders.during(told), told])
    const seconds = (performance.now() - started) / 1000
    print(`${people} at once, answered after ${seconds.toFixed(1)} s: ${JSON.stringify(counts)}`)
    if (waits.length > 0) print(`told to come back after ${Math.min(...waits)} to ${Math.max(...waits)} s`)
    const failed = Object.entries(during.failed)
    for (const [reason, times] of failed) print(`  ${times} × ${reason}`)
    hold('bystanders not served', failed.length, 0, '')
    hold('people without an answer', counts['no answer'] ?? 0, 0, '')
    const gate = Math.max(1, Math.min(availableParallelism(), 3))
    hold('p95 of me', quantile(during.me, 0.95), 50, 'ms', quantile(before.me, 0.95))
    hold('p95 of the code page', quantile(during.page, 0.95), 50, 'ms', quantile(before.page, 0.95))
    hold('p95 of a name looked up', quantile(lookups, 0.95), 20, 'ms')
    hold('mails not taken', during.mailsLost, 0, '')
    print(`  ${during.mails.length} mails, from click to taken ${quantile(during.mails, 0.95).toFixed(2)} s at p95`)
    hold('memory at most', residentMiB(program.pid ?? 0, 'VmHWM'), base + gate * 19 + 64, 'MiB', base)
  } finally {
    await bystanders.close()
  }
} finally {
  program.kill('SIGTERM')
  if (program.exitCode === null) await once(program, 'exit')
  await sink.close()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit(good ? 0 : 1)

/** So many who sign in at once, under identifiers that begin with `letter`; resolves when each was answered. */
async function crowdOf(size: number, letter: string): Promise<{ counts: Record<string, number>; waits: number[] }> {
  const crowd = fork(besides('./storm-crowd.ts'), [origin, String(size), letter])
  await once(crowd, 'spawn')
  crowd.send('go')
  const [told] = await once(crowd, 'message')
  return told
}

function hold(name: string, value: number, bound: number, unit: string, before?: number): void {
  const held = value <= bound
  good &&= held
  const calm = before === undefined ? '' : `, ${before.toFixed(0)} before`
  print(`${held ? 'held    ' : 'EXCEEDED'}  ${name}: ${value.toFixed(0)} ${unit} (bound ${bound}${calm})`)
}
