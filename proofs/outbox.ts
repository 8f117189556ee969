// The mail server is away for an hour while ten thousand codes wait; then it is back. `npm run proof:outbox [count]`
import { queueCodes } from '../bench/queue-codes.ts'
import { startSink } from '../bench/sink.ts'
import { buildTown } from '../bench/town.ts'
import { createCourier } from '../server/mail/courier.ts'
import { smtpTransport } from '../server/mail/relay-transport.ts'

const count = Number(process.argv[2] ?? 10_000)
const domains = ['orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr', 'laposte.net', 'gmail.com', 'hotmail.fr', 'yahoo.fr']
const print = (line: string) => process.stdout.write(`${line}\n`)
const minute = 60_000

const town = await buildTown(1000, 0)
let moved = 0
const { clock } = town.deps
const start = performance.now()
const begun = clock.now().getTime()
const deps = { ...town.deps, clock: { now: () => new Date(begun + moved + (performance.now() - start)) } }
const ask = async (sql: string) =>
  Number((await town.pool.query(`SELECT count(*) AS n FROM "Message" WHERE ${sql}`)).rows[0].n)
let good = true
const demand = (what: string, holds: boolean) => {
  good &&= holds
  print(`${holds ? 'yes' : 'NO '}  ${what}`)
}

const sink = await startSink()
await sink.close()
const courier = createCourier(deps, smtpTransport(sink.url))
try {
  // A hundred that are older: their time ends while the server is away.
  await queueCodes(
    town.pool,
    { ...deps, clock: { now: () => new Date(deps.clock.now().getTime() - 180 * minute) } },
    100,
    domains,
  )
  await queueCodes(town.pool, deps, count, domains)
  courier.start()
  for (let passed = 0; passed < 60; passed++) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    moved += minute
  }
  const attempts = Number(
    (await town.pool.query('SELECT count(*) AS n FROM "Delivery" WHERE status = \'DELAYED\'')).rows[0].n,
  )
  print(`an hour without a mail server: ${attempts} attempts in all`)
  const back = await startSink({ port: sink.port })
  try {
    const since = performance.now()
    while ((await ask(`state = 'QUEUED'`)) > 0 && performance.now() - since < 10 * minute)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const seconds = (performance.now() - since) / 1000
    print(`drained in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)} a second)`)
    const taken = await back.recipients()
    demand(`drained within five minutes`, seconds <= 300)
    demand(`nothing lost: ${count} sent`, (await ask(`state = 'SENT'`)) === count)
    demand(
      `nothing sent twice: ${taken.length} arrived, to ${new Set(taken).size}`,
      taken.length === count && new Set(taken).size === count,
    )
    demand(
      `nothing expired sent: ${await ask(`state = 'ABANDONED'`)} given up, never sent`,
      (await ask(`state = 'ABANDONED' AND "lastReply" IS NOT NULL`)) === 100,
    )
  } finally {
    await courier.stop()
    await back.close()
  }
} finally {
  await town.close()
}
process.exit(good ? 0 : 1)
