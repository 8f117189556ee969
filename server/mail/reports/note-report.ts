import type { Deps, Tx } from '../../deps.ts'
import { isNews } from '../../domain/delivery-report.ts'
import { noteFate } from '../address-standing.ts'
import { type ArrivedMail, type Report, readReport, type Silence } from './read-report.ts'

/** A token is worth something for so long after its message left: a queue gives up after five days. */
export const tokenDays = 7

export type Noted = 'NOTED' | Silence | 'NO_MESSAGE' | 'TOO_LATE' | 'NO_NEWS'

type ReportDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>

/**
 * Takes a mail that reached the bounce address. Promise: what it says is added once to the history of the one message
 * that its token names, within seven days of its sending, and at most warns: no flow, code, limit or address changes,
 * and nothing of the mail is kept or logged but enumerated facts. The same mail taken twice is noted once.
 */
export async function noteReport(deps: ReportDeps, mail: ArrivedMail): Promise<Noted> {
  const now = deps.clock.now()
  const report = await readReport(mail, deps.keys)
  const noted = typeof report === 'string' ? report : await deps.db.$transaction((tx) => note(tx, report, now))
  if (typeof report === 'string' || noted !== 'NOTED') deps.log.info({ why: noted }, 'bounce mail dropped')
  else {
    const { messageId, fact } = report
    // A filter's refusal is for the operator to mend: SPF, DKIM or a listed address stops every owner there.
    const level = fact.reason === 'FILTERED' ? 'warn' : 'info'
    deps.log[level]({ messageId, status: fact.status, reason: fact.reason, reply: fact.reply }, 'message reported')
  }
  return noted
}

/** The same for a report that was read: within a transaction, at an instant. */
export async function note(tx: Tx, { messageId, fact }: Report, now: Date): Promise<Noted> {
  // Two reports on one message wait for each other: both would find the same history.
  await tx.$queryRaw`SELECT 1 FROM "Message" WHERE id = ${messageId}::uuid FOR NO KEY UPDATE`
  const message = await tx.message.findUnique({ where: { id: messageId }, include: { deliveries: true } })
  if (!message || message.attempts === 0) return 'NO_MESSAGE'
  const sentAt = message.settledAt ?? message.createdAt
  if (now.getTime() > sentAt.getTime() + tokenDays * 86_400_000) return 'TOO_LATE'
  const history = message.deliveries.flatMap(({ status, reason, filter, reported }) =>
    status === 'QUEUED' || status === 'SENDING' ? [] : [{ status, reason, filter, reported }],
  )
  if (!isNews(history, fact)) return 'NO_NEWS'
  const { status, reason, reply, filter, far } = fact
  const by = far ? message.domain : null
  await tx.delivery.create({
    data: { messageId, at: now, status, reason, by, filter, reply, reported: true },
    select: { id: true },
  })
  await noteFate(tx, message, { status, reason, by }, now)
  return 'NOTED'
}
