import type { Column } from './columns.ts'
import { describeProblem } from './problem-words.ts'
import type { Problem, ProblemCode } from './problems.ts'
import type { FileFault, FileShape } from './read-file.ts'
import type { RefusedRow } from './refused-rows.ts'
import type { Taken } from './take-batch.ts'

/** How many rows a report names one by one. A file of nothing but faults must not fill the memory; the counts are whole. */
const listed = 1000

/** What an import did, for people and for programs (`--json`). Line numbers and counts: no name, no password. */
export interface ImportReport {
  encoding: string
  separator: string
  ignoredColumns: string[]
  dryRun: boolean
  update: boolean
  rows: number
  newOwners: number
  newAccounts: number
  unchanged: number
  /** Rows that differ from what is known: applied with --update, otherwise only reported. */
  changed: { applied: number; pending: number; lines: { line: number; columns: Column[] }[] }
  /** Accounts that are no longer ISSUED, or got a new letter: the password in the file was not looked at. */
  passwordsKept: number
  /** Passwords that are not hashed by our own setting: their sign-in takes another time until they migrate. */
  outsideTimingGuarantee: { count: number; lines: number[] }
  refused: number
  refusals: {
    line: number
    problems: { column: Column | null; code: ProblemCode; problem: string; remedy: string }[]
  }[]
  /** Interrupted by the operator: what was taken stays, the same command goes on from there. */
  interrupted: boolean
  seconds: number
}

export type ImportResult = ImportReport | { fault: FileFault }

export function emptyReport(shape: FileShape, options: { dryRun: boolean; update: boolean }): ImportReport {
  return {
    encoding: shape.encoding,
    separator: shape.separator,
    ignoredColumns: shape.header.unknown,
    dryRun: options.dryRun,
    update: options.update,
    rows: 0,
    newOwners: 0,
    newAccounts: 0,
    unchanged: 0,
    changed: { applied: 0, pending: 0, lines: [] },
    passwordsKept: 0,
    outsideTimingGuarantee: { count: 0, lines: [] },
    refused: 0,
    refusals: [],
    interrupted: false,
    seconds: 0,
  }
}

/** Adds what became of a sound row. `isNewOwner` once per owner. */
export function reportTaken(report: ImportReport, { row, decision }: Taken, isNewOwner: boolean): void {
  if (decision.kind === 'REFUSED') return
  if (isNewOwner) report.newOwners++
  const columns = [...decision.ownerChanges, ...(decision.kind === 'KNOWN' ? decision.accountChanges : [])]
  if (decision.kind === 'NEW') report.newAccounts++
  else if (columns.length === 0) report.unchanged++
  if (decision.kind === 'KNOWN' && decision.kept) report.passwordsKept++
  if (columns.length > 0) {
    if (report.update) report.changed.applied++
    else report.changed.pending++
    if (report.changed.lines.length < listed) report.changed.lines.push({ line: row.line, columns })
  }
  const kept = decision.kind === 'KNOWN' && decision.kept
  if (row.password?.kind === 'STORED' && !row.password.own && !kept) {
    report.outsideTimingGuarantee.count++
    if (report.outsideTimingGuarantee.lines.length < listed) report.outsideTimingGuarantee.lines.push(row.line)
  }
}

export function reportRefused(report: ImportReport, row: RefusedRow): void {
  report.refused++
  if (report.refusals.length >= listed) return
  const problems = row.problems.map((problem: Problem) => {
    return { column: problem.column, code: problem.code, ...describeProblem(problem) }
  })
  report.refusals.push({ line: row.line, problems })
}
