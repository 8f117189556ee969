// `npm run bench [line …]`: the table of the README, in some minutes; `npm run bench -- --scale`: how costs grow.
import { availableParallelism, cpus } from 'node:os'
import { ensureBuilt } from '../scripts/build.ts'
import { settleNodeEnvironment } from '../server/settings.ts'
import { benchClick } from './click.ts'
import { benchImport } from './import.ts'
import { benchMe } from './me.ts'
import { benchOutbox } from './outbox.ts'
import { benchPages } from './pages.ts'
import { openPeer } from './peer.ts'
import { benchRequestReset } from './request-reset.ts'
import { benchScale } from './scale.ts'
import { benchSetPassword } from './set-password.ts'
import { benchSignIn, benchSignInBesideOneHash } from './sign-in.ts'
import { benchStart } from './start.ts'
import { table } from './table.ts'
import { buildTown } from './town.ts'
import { benchVerifyEmailCode } from './verify-email-code.ts'

const accounts = 1000
const domains = ['orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr', 'laposte.net', 'gmail.com', 'yahoo.fr']
const asked = process.argv.slice(2)
const wants = (...names: string[]) => asked.length === 0 || names.some((name) => asked.includes(name))
const started = performance.now()
// Before React is read: its development build is several times slower.
settleNodeEnvironment('production')
if (asked.includes('--scale')) {
  process.exitCode = (await benchScale()) ? 0 : 1
} else {
  table.begin()
  if (wants('sign-in', 'me', 'requestReset', 'verifyEmailCode', 'setPassword')) await stepsBesidePeer()
  if (wants('pages', 'import')) await pagesAndImport()
  if (wants('outbox', 'click')) await mail()
  if (wants('start')) await start()
}
const seconds = Math.round((performance.now() - started) / 1000)
process.stdout.write(`\n${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}, in ${seconds} s\n`)

async function stepsBesidePeer(): Promise<void> {
  const town = await buildTown(accounts)
  const peer = await openPeer(town, accounts)
  try {
    if (wants('sign-in')) {
      table.line(await benchSignIn(town, peer, accounts))
      table.line(await benchSignInBesideOneHash(town, accounts))
    }
    if (wants('me')) table.line(await benchMe(town, peer))
    if (wants('requestReset')) table.line(await benchRequestReset(town, peer, accounts))
    if (wants('verifyEmailCode')) table.line(await benchVerifyEmailCode(town, peer))
    // Last: it changes passwords.
    if (wants('setPassword')) table.line(await benchSetPassword(town, peer))
  } finally {
    await peer.close()
    await town.close()
  }
}

async function pagesAndImport(): Promise<void> {
  ensureBuilt()
  const town = await buildTown(accounts)
  try {
    if (wants('pages')) for (const line of await benchPages(town)) table.line(line)
    if (wants('import')) for (const line of await benchImport(town)) table.line(line)
  } finally {
    await town.close()
  }
}

async function mail(): Promise<void> {
  const town = await buildTown(accounts, 0)
  try {
    if (wants('outbox')) table.line(await benchOutbox(town, domains))
    if (!wants('click')) return
    const { median, p95 } = await benchClick(town, 60)
    const figure = `${median.toFixed(2)} s, ${p95.toFixed(2)} s at p95`
    table.figure('from click to accepted by a local relay', figure, '2 s')
  } finally {
    await town.close()
  }
}

async function start(): Promise<void> {
  ensureBuilt()
  const { seconds, memoryMiB, pages } = await benchStart(3)
  table.figure('from start to first page, nothing there yet', `${seconds.toFixed(2)} s`)
  table.figure('memory of the program once it answers', `${memoryMiB} MiB`)
  for (const { path, bytes, requests } of pages) {
    table.figure(`${path}, cold, compressed`, `${(bytes / 1000).toFixed(1)} kB in ${requests} requests`, '30 kB in 4')
  }
}
