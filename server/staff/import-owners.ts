import type { Deps } from '../deps.ts'
import { createFileIndex, type FileIndex } from './import/file-index.ts'
import { judgeRow, type OwnerRow, type RowRules } from './import/judge-row.ts'
import { createKeyTable } from './import/key-table.ts'
import { agencyFinder, nameOfOwner } from './import/known-facts.ts'
import type { Problem } from './import/problems.ts'
import { type FileShape, type OwnersFile, readRecords, sniffFile } from './import/read-file.ts'
import type { FileRecord } from './import/records.ts'
import type { RefusedRow } from './import/refused-rows.ts'
import { emptyReport, type ImportReport, type ImportResult, reportRefused, reportTaken } from './import/report.ts'
import { type ImportOptions, takeBatch } from './import/take-batch.ts'

/** Whoever watches an import: a progress bar, the refused-rows file, the operator's Ctrl-C. */
export interface ImportWatcher {
  /** Before the first row: the file's header and how many rows it has. */
  begin(shape: FileShape, rows: number): void
  advance(rows: number): void
  refused(row: RefusedRow): Promise<void>
  signal: AbortSignal
}

/** What the index of a file holds in memory at most: past it some 500 MB would not do. */
const greatestRows = 2_000_000

/** Rows written in one transaction: long enough to be quick, short enough that nobody waits behind it. */
const batchSize = 128

/**
 * Brings owners and their accounts in from a file (issue 2, point 3). The file is read three times, never held: what it
 * is written in; what only the whole of it can tell (identifiers that meet, one key with two names); then row by row
 * into the database. Running it again changes nothing. Refuses, as a whole, a file that is no such table.
 */
export async function importOwners(
  deps: Pick<Deps, 'db' | 'hasher' | 'clock'> & { settings: Pick<Deps['settings'], 'hashing'> },
  file: OwnersFile,
  options: ImportOptions & { by: string | null },
  watcher: ImportWatcher,
): Promise<ImportResult> {
  const startedAt = deps.clock.now()
  const shape = await sniffFile(file)
  if ('fault' in shape) return shape
  const rules: RowRules = {
    header: shape.header,
    hashing: deps.settings.hashing,
    today: startedAt.toISOString().slice(0, 10),
    agencyOf: agencyFinder(await deps.db.agency.findMany({ select: { id: true, key: true, name: true } })),
  }
  const { index, rows } = await indexFile(file, shape, rules)
  if (rows === 0) return { fault: { code: 'EMPTY' } }
  if (rows > greatestRows) return { fault: { code: 'TOO_MANY_ROWS', most: greatestRows } }

  watcher.begin(shape, rows)
  const report = emptyReport(shape, options)
  const counted = createKeyTable(1)
  for await (const batch of batchesOf(readRecords(file, shape))) {
    if (watcher.signal.aborted) {
      report.interrupted = true
      break
    }
    await takeRecords(deps, batch, { rules, index, counted }, options, report, watcher)
    watcher.advance(batch.length)
  }
  const endedAt = deps.clock.now()
  report.seconds = (endedAt.getTime() - startedAt.getTime()) / 1000
  if (!options.dryRun) await recordImport(deps, options, report, endedAt)
  return report
}

interface Judging {
  rules: RowRules
  index: FileIndex
  counted: ReturnType<typeof createKeyTable>
}

async function takeRecords(
  deps: Pick<Deps, 'db' | 'hasher' | 'clock'>,
  records: FileRecord[],
  { rules, index, counted }: Judging,
  options: ImportOptions,
  report: ImportReport,
  watcher: ImportWatcher,
): Promise<void> {
  const refusals: RefusedRow[] = []
  const sound = new Map<OwnerRow, readonly string[]>()
  for (const record of records) {
    const judged = judgeRecord(record, rules, index)
    if ('problems' in judged) refusals.push(judged)
    else sound.set(judged.row, judged.cells)
  }
  const taken = sound.size > 0 ? await takeBatch(deps, [...sound.keys()], options) : []
  for (const one of taken) {
    const owner = one.newOwner ? counted.slot(nameOfOwner(one.row.agencyId, one.row.ownerKey)) : null
    // In a dry run no owner is made: its next rows find it missing again and must not count it again.
    reportTaken(report, one, owner !== null && counted.get(owner, 0) === 0)
    if (owner !== null) counted.set(owner, 0, 1)
    if (one.decision.kind !== 'REFUSED') continue
    const { line } = one.row
    refusals.push({ line, problems: one.decision.problems, cells: sound.get(one.row) ?? null })
  }
  report.rows += records.length
  for (const row of refusals.sort((a, b) => a.line - b.line)) {
    reportRefused(report, row)
    await watcher.refused(row)
  }
}

function judgeRecord(
  record: FileRecord,
  rules: RowRules,
  index: FileIndex,
): RefusedRow | { row: OwnerRow; cells: string[] } {
  if ('fault' in record) {
    const problem: Problem = { column: null, code: record.fault, values: [record.found ?? '', rules.header.width] }
    return { line: record.line, problems: [problem], cells: null }
  }
  const { row, problems } = judgeRow(record.line, record.cells, rules)
  const all = problems.length > 0 ? problems : index.conflicts(row)
  if (all.length > 0) return { line: record.line, problems: all, cells: record.cells }
  return { row: { ...row, birthDate: index.birthDateOf(row) }, cells: record.cells }
}

async function indexFile(
  file: OwnersFile,
  shape: FileShape,
  rules: RowRules,
): Promise<{ index: FileIndex; rows: number }> {
  const index = createFileIndex()
  let rows = 0
  for await (const records of readRecords(file, shape)) {
    rows += records.length
    if (rows > greatestRows) break
    for (const record of records) if ('cells' in record) index.add(judgeRow(record.line, record.cells, rules))
  }
  return { index, rows }
}

async function* batchesOf(records: AsyncIterable<FileRecord[]>): AsyncGenerator<FileRecord[]> {
  let batch: FileRecord[] = []
  for await (const some of records) {
    for (const record of some) {
      batch.push(record)
      if (batch.length === batchSize) {
        yield batch
        batch = []
      }
    }
  }
  if (batch.length > 0) yield batch
}

/** The audit of an import: counts, and the code name of who ran it. */
async function recordImport(
  deps: Pick<Deps, 'db'>,
  options: ImportOptions & { by: string | null },
  report: ImportReport,
  at: Date,
): Promise<void> {
  const { rows, newOwners, newAccounts, unchanged, changed, refused, interrupted } = report
  const counts = {
    rows,
    newOwners,
    newAccounts,
    unchanged,
    changed: changed.applied,
    pending: changed.pending,
    refused,
  }
  await deps.db.event.create({
    data: { realm: options.realm, kind: 'OWNERS_IMPORTED', at, facts: { ...counts, interrupted, by: options.by } },
    select: { id: true },
  })
}
