import nodemailer from 'nodemailer'
import { compose } from '../server/mail/compose.ts'
import { createCourier } from '../server/mail/courier.ts'
import { loadMessages } from '../server/mail/loaded-message.ts'
import { mailOptions } from '../server/mail/mail-options.ts'
import { smtpTransport } from '../server/mail/relay-transport.ts'
import type { Mail } from '../server/mail/transport.ts'
import { queueCodes } from './queue-codes.ts'
import { type Line, measureInTurn } from './ratio.ts'
import { startSink } from './sink.ts'
import type { Town } from './town.ts'

const connections = 8
const jobs = 1000

/**
 * Messages a second that the courier takes from the outbox and hands over, code and all, over what nodemailer's own pool
 * hands over when the same mails lie ready in memory: the same mail server, a process of its own on loopback.
 */
export async function benchOutbox(town: Town, domains: readonly string[]): Promise<Line> {
  const sink = await startSink()
  const courier = createCourier(town.deps, smtpTransport(sink.url))
  const pool = nodemailer.createTransport({
    pool: true,
    host: '127.0.0.1',
    port: sink.port,
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  })
  try {
    const mails = await written(town, domains)
    return await measureInTurn(
      {
        name: `codes out of the outbox, ${domains.length === 1 ? 'one domain' : `${domains.length} domains`}`,
        unit: 'a second',
        limit: `nodemailer’s pool, ${connections} connections, mails ready`,
        rounds: 3,
      },
      {
        async ours() {
          await queueCodes(town.pool, town.deps, jobs, domains)
          const started = performance.now()
          let sent = 0
          while (sent < jobs) sent += await courier.runOnce()
          return jobs / ((performance.now() - started) / 1000)
        },
        async bare() {
          const started = performance.now()
          await Promise.all(
            Array.from({ length: jobs }, (_, i) => pool.sendMail(mailOptions(mails[i % mails.length] as Mail))),
          )
          return jobs / ((performance.now() - started) / 1000)
        },
      },
    )
  } finally {
    pool.close()
    await courier.stop()
    await sink.close()
  }
}

/** Some of those mails as the courier would write them. */
async function written(town: Town, domains: readonly string[]): Promise<Mail[]> {
  await queueCodes(town.pool, town.deps, 100, domains)
  const { rows } = await town.pool.query(`SELECT id FROM "Message" WHERE state = 'QUEUED' LIMIT 100`)
  const messages = await loadMessages(
    town.deps.db,
    rows.map(({ id }) => id),
  )
  const mails = await Promise.all(messages.map((message) => compose(message, town.deps, town.deps.clock.now())))
  await town.pool.query(`UPDATE "Message" SET state = 'ABANDONED' WHERE state = 'QUEUED'`)
  return mails
}
