// `npm run dev`: the program with reload. Vite follows the pages; a change in the server starts it again.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'
import { ensureGenerated } from './build.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
ensureGenerated()
const watched = ['server', 'prisma'].map((dir) => `--watch-path=${join(projectRoot, dir)}`)
const program = spawn(process.execPath, [...watched, '--watch-preserve-output', 'server/main.ts', '--dev'], {
  cwd: projectRoot,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal))
program.on('exit', (code) => process.exit(code ?? 0))
