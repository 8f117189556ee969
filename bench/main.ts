import { ensureBuilt } from '../scripts/build.ts'
import { benchClick } from './click.ts'
import { benchMe } from './me.ts'
import { benchOutbox } from './outbox.ts'
import type { Ratio } from './ratio.ts'
import { benchSignIn } from './sign-in.ts'
import { benchStart } from './start.ts'
import { buildTown } from './town.ts'
import { benchVerifyEmailCode } from './verify-email-code.ts'

const accounts = 1000
const print = (line: string) => process.stdout.write(`${line}\n`)
const row = ({ name, ours, bare, ratio, unit, limit }: Ratio) =>
  print(`| ${name} | ${ours.toFixed(0)} ${unit} | ${bare.toFixed(0)} ${unit} (${limit}) | ${ratio.toFixed(2)} |`)

print('| what | ours | bare limit | ours / bare |\n| --- | --- | --- | --- |')
const town = await buildTown(accounts)
try {
  row(await benchSignIn(town, accounts))
  row(await benchMe(town))
  row(await benchVerifyEmailCode(town))
} finally {
  await town.close()
}
const mailTown = await buildTown(accounts, 0)
try {
  row(
    await benchOutbox(mailTown, [
      'orange.fr',
      'wanadoo.fr',
      'free.fr',
      'sfr.fr',
      'laposte.net',
      'gmail.com',
      'yahoo.fr',
    ]),
  )
  const { median, p95 } = await benchClick(mailTown, 60)
  print(`| from click to accepted by a local relay | ${median.toFixed(2)} s, ${p95.toFixed(2)} s at p95 | 2 s | |`)
} finally {
  await mailTown.close()
}
ensureBuilt()
const { seconds, pages } = await benchStart(3)
print(`| from start to first page, nothing there yet | ${seconds.toFixed(2)} s | | |`)
for (const { path, bytes, requests } of pages) {
  print(`| ${path}, cold, compressed | ${(bytes / 1000).toFixed(1)} kB in ${requests} requests | 30 kB in 4 | |`)
}
