import type { Tx } from '../../deps.ts'
import type { FlowKind } from '../../domain/flow.ts'
import { isCallers } from '../../domain/made-with.ts'
import { type Code, type Flow, Prisma } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { rememberFlow } from './known-flows.ts'

/**
 * Locks are taken in one order everywhere: owner, flow, counters. Two steps of one owner then wait for each other and
 * never in a circle.
 */
export async function lockOwner(tx: Tx, ownerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Owner" WHERE id = ${ownerId}::uuid FOR NO KEY UPDATE`
}

export type FlowWithCodes = Flow & { codes: Code[] }

const columnsOf = (names: object, written = (name: string) => `"${name}"`) =>
  Prisma.raw(Object.values(names).map(written).join(', '))
/** Named, so that the statement can be kept: one of `*` is planned anew each time (statement-names.ts). */
export const flowColumns = columnsOf(Prisma.FlowScalarFieldEnum)
const codeColumns = columnsOf(Prisma.CodeScalarFieldEnum)
/** SQL: a flow `f` and a code `c` of it, in one row; `flowOfRows` reads what comes of it. */
export const bothColumns = Prisma.sql`${columnsOf(Prisma.FlowScalarFieldEnum, (name) => `f."${name}"`)}, ${columnsOf(
  Prisma.CodeScalarFieldEnum,
  (name) => `c."${name}" AS "code ${name}"`,
)}`

/** The flow of a handle; null when none of this caller's has it. */
export async function findFlow(db: Pick<Tx, 'flow'>, handle: string, caller: Caller): Promise<Flow | null> {
  return theirs(await db.flow.findUnique({ where: { handleHash: digestOf(handle) } }), caller)
}

/** The same, locked to the end of the transaction, with its codes. */
export async function lockFlow(tx: Tx, handle: string, caller: Caller): Promise<FlowWithCodes | null> {
  const [flow] = await tx.$queryRaw<Flow[]>`
    SELECT ${flowColumns} FROM "Flow" WHERE "handleHash" = ${digestOf(handle)} FOR UPDATE`
  const locked = theirs(flow ?? null, caller)
  return locked && withCodes(tx, locked)
}

/** The same as it stands, unlocked: in one statement. */
export async function readFlow(
  db: Pick<Tx, '$queryRaw'>,
  handle: string,
  caller: Caller,
): Promise<FlowWithCodes | null> {
  const rows = await db.$queryRaw<Record<string, unknown>[]>`
    SELECT ${bothColumns} FROM "Flow" AS f LEFT JOIN "Code" AS c ON c."flowId" = f.id
    WHERE f."handleHash" = ${digestOf(handle)}`
  return theirs(flowOfRows(rows), caller)
}

/** The flow that `bothColumns` put into these rows, one for each of its codes; null: none. */
export function flowOfRows(rows: readonly Record<string, unknown>[]): FlowWithCodes | null {
  const [first] = rows
  if (!first) return null
  const codes = rows.filter((row) => row['code id'] !== null)
  return {
    ...(only(first, Prisma.FlowScalarFieldEnum, '') as Flow),
    codes: codes.map((row) => only(row, Prisma.CodeScalarFieldEnum, 'code ') as Code),
  }
}

const only = (row: Record<string, unknown>, names: object, prefix: string) =>
  Object.fromEntries(Object.values(names).map((name) => [name, row[`${prefix}${name}`]]))

function theirs<F extends Flow>(flow: F | null, caller: Caller): F | null {
  if (flow) rememberFlow(flow)
  return flow && isCallers(flow, caller) ? flow : null
}

/** For a step that changes what the owner of an account has, once it knows whose flow it is. */
export async function lockOwnerOf(tx: Tx, accountId: string | null): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Owner" WHERE id = (SELECT "ownerId" FROM "Account" WHERE id = ${accountId}::uuid) FOR NO KEY UPDATE`
}

/** By a statement of their own: the one that waited for the lock does not see a code that was made meanwhile. */
async function withCodes(tx: Tx, flow: Flow): Promise<FlowWithCodes> {
  const codes = await tx.$queryRaw<Code[]>`SELECT ${codeColumns} FROM "Code" WHERE "flowId" = ${flow.id}::uuid`
  return { ...flow, codes }
}

/** The open flows of one kind of these accounts, which a step is about to end: before it counts anything. */
export async function lockOpenFlows(tx: Tx, accountIds: readonly string[], kind: FlowKind): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Flow"
    WHERE "accountId" = ANY(${accountIds}::uuid[]) AND kind = ${kind}::"FlowKind" AND "endedAt" IS NULL
    ORDER BY id FOR UPDATE`
}
