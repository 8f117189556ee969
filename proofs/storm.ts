// `npm run proof:storm [requests]`: so many sign-ins at once; memory stays bounded, the rest is told Busy and when.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { childEnvironment } from '../server/settings.ts'

const requests = Number(process.argv[2] ?? 1000)
const port = 3971
const origin = `http://localhost:${port}`
const query = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Busy { retryAfterSeconds } ... on Refusal { message } } }`

const dataDir = mkdtempSync(join(tmpdir(), 'connexion-storm-'))
const program = spawn(process.execPath, ['server/main.ts'], {
  env: childEnvironment({
    PORT: String(port),
    DATA_DIR: dataDir,
    CONNEXION_MODE: 'demonstration',
    PUBLIC_URL: '',
    DATABASE_URL: '',
  }),
  stdio: 'ignore',
})
try {
  while (!(await fetch(`${origin}/connexion`).catch(() => null))?.ok) await pause(50)
  await signIn(0)
  const base = residentMiB('VmRSS')
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: requests }, (_, i) => signIn(i + 1)))
  const seconds = (performance.now() - started) / 1000
  const counts = Map.groupBy(answers, ({ __typename }) => __typename)
  for (const [name, group] of counts) process.stdout.write(`${name}: ${group.length}\n`)
  const waits = answers.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? [])
  if (waits.length > 0) process.stdout.write(`retry after: ${Math.min(...waits)} to ${Math.max(...waits)} s\n`)
  process.stdout.write(
    `${requests} at once in ${seconds.toFixed(1)} s; memory ${base} MiB before, ${residentMiB('VmHWM')} MiB at most\n`,
  )
} finally {
  program.kill('SIGTERM')
  await once(program, 'exit')
  rmSync(dataDir, { recursive: true, force: true })
}

async function signIn(n: number): Promise<{ __typename: string; retryAfterSeconds?: number }> {
  // Unknown identifiers cost what known ones cost (rule 10), each with its own free tries.
  const variables = { input: { identifier: `S${String(n).padStart(5, '0')}`, password: 'Faux-mot-9' } }
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data } = await response.json()
  return data.signIn
}

/** Linux: what the kernel says of the program's memory. */
function residentMiB(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${program.pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
}
