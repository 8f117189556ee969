import type { Deps } from '../deps.ts'
import type { AuditAnchor } from '../generated/prisma/client.ts'
import { beforeAll, isSameMac, type Seal, signatureOf } from './chain.ts'
import { type AuditFault, erasedAccounts, judgeEvent } from './judge-event.ts'

export interface AuditReport {
  fault: AuditFault | null
  /** Events found as they were sealed, and where they begin (after the last purge). */
  sealed: number
  first: number
  newest: Seal
  /** Details that are gone because their owner was erased. */
  erased: number
  /** Committed, not yet sealed. */
  waiting: number
  /** Of the seals kept outside: those that a purge let go can no longer be compared. */
  compared: number
}

type VerifyDeps = Pick<Deps, 'db' | 'keys'>

const page = 1000

/**
 * Walks the whole chain. `kept`: seals from outside the database (the log): without one, an end that was cut off and
 * events that nobody had sealed yet cannot be missed. Stops at the first fault.
 */
export async function verifyAudit(deps: VerifyDeps, kept: readonly Seal[]): Promise<AuditReport> {
  const { db } = deps
  const anchor = await db.auditAnchor.findFirst({ orderBy: { number: 'desc' } })
  const begin: Seal = anchor ? { number: Number(anchor.number), mac: anchor.mac } : beforeAll
  const due = new Map(kept.filter(({ number }) => number >= begin.number).map((seal) => [seal.number, seal.mac]))
  const report: AuditReport = {
    ...{ fault: null, sealed: 0, first: begin.number + 1, newest: begin, erased: 0, compared: due.size },
    waiting: await db.event.count({ where: { number: null } }),
  }
  const end = (number: number, reason: AuditFault['reason']) => ({ ...report, fault: { number, reason } })
  if (anchor && !isOurs(deps, anchor)) return end(begin.number, 'ANCHOR')
  const erasures = await erasedAccounts(db)
  const differs = ({ number, mac }: Seal) => due.has(number) && !isSameMac(due.get(number) ?? null, mac)
  if (differs(begin)) return end(begin.number, 'OTHER')
  for (;;) {
    const rows = await db.event.findMany({
      where: { number: { gt: BigInt(report.newest.number) } },
      include: { detail: true },
      orderBy: { number: 'asc' },
      take: page,
    })
    for (const row of rows) {
      const number = report.newest.number + 1
      const reason = judgeEvent(deps.keys, row, number, report.newest.mac, erasures)
      // A purge overtook the walk: it begins again behind the new anchor.
      if (reason === 'MISSING' && (await isPurged(deps, number))) return verifyAudit(deps, kept)
      if (reason) return end(number, reason)
      report.newest = { number, mac: row.mac ?? beforeAll.mac }
      if (differs(report.newest)) return end(number, 'OTHER')
      report.sealed += 1
      if (row.detailDigest && !row.detail) report.erased += 1
    }
    if (rows.length < page) break
  }
  const cut = [...due.keys()].some((number) => number > report.newest.number)
  return cut ? end(report.newest.number + 1, 'MISSING') : report
}

function isOurs({ keys }: VerifyDeps, anchor: AuditAnchor): boolean {
  return keys.ids.includes(anchor.keyId) && isSameMac(anchor.signature, signatureOf(keys, anchor))
}

async function isPurged({ db }: VerifyDeps, number: number): Promise<boolean> {
  return (await db.auditAnchor.count({ where: { number: { gte: BigInt(number) } } })) > 0
}
