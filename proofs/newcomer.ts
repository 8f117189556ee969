// `npm run proof:newcomer`: somebody who has only the guide. Clones this repository as it is committed, takes the commands of
// the section « Ten minutes » out of the clone's own guide, and runs them one after the other until a first test migration is
// complete. Says how many commands that took, and how long. Outside CI: it installs every package anew.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'

const greatestCommands = 5
const greatestMinutes = 10

const folder = mkdtempSync(join(tmpdir(), 'connexion-newcomer-'))
const clone = join(folder, 'connexion')
const port = await freePort()
const programs: ChildProcess[] = []
const begun = performance.now()
try {
  const commands = commandsOfGuide()
  let testKey = ''
  for (const command of commands) {
    const line = command
      .replace('<this repository>', projectRoot)
      // Not the port of the guide: somebody may be at work on it.
      .replace('ck_test_…', `${testKey} http://localhost:${port}`)
    const started = performance.now()
    if (line === 'npm start') testKey = await startProgram()
    else await run(line, line.startsWith('git clone') ? folder : clone)
    tell(`${((performance.now() - started) / 1000).toFixed(1)} s  ${command}`)
  }
  const minutes = (performance.now() - begun) / 60_000
  tell(`${commands.length} commands, ${minutes.toFixed(1)} minutes, of ${greatestCommands} and ${greatestMinutes}`)
  if (commands.length > greatestCommands || minutes > greatestMinutes) process.exitCode = 1
} finally {
  for (const program of programs) {
    if (program.exitCode !== null) continue
    program.kill('SIGTERM')
    await once(program, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}

/** The first block of commands under « Ten minutes ». */
function commandsOfGuide(): string[] {
  const guide = readFileSync(join(projectRoot, 'docs/partners/guide.md'), 'utf8')
  const [, block = ''] = /## Ten minutes\n\n```sh\n([\s\S]*?)```/.exec(guide) ?? []
  const commands = block.trim().split('\n')
  if (commands.length < 3) throw new Error('the guide has no commands')
  return commands
}

/** Resolves with the test key that it prints. */
function startProgram(): Promise<string> {
  const place = `PORT=${port} DATA_DIR=${join(folder, 'data')}`
  const started = spawn('sh', ['-c', `${place} exec npm start`], { cwd: clone, stdio: ['ignore', 'pipe', 'inherit'] })
  programs.push(started)
  let said = ''
  return new Promise((resolve, reject) => {
    started.stdout.on('data', (bytes) => {
      said += bytes
      const [key] = /ck_test_[\w-]+(?=\s)/.exec(said) ?? []
      if (key) resolve(key)
    })
    started.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${said}`)))
  })
}

async function run(line: string, cwd: string): Promise<void> {
  const child = spawn('sh', ['-c', line], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (bytes) => {
    said += bytes
  })
  child.stderr.on('data', (bytes) => {
    said += bytes
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${line} ended with ${code}:\n${said.slice(-2000)}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
