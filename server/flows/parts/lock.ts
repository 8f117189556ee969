import type { Tx } from '../../deps.ts'
import type { FlowKind } from '../../domain/flow.ts'
import { isCallers } from '../../domain/made-with.ts'
import { type Code, type Flow, Prisma } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'

/**
 * Locks are taken in one order everywhere: owner, flow, counters. Two steps of one owner then wait for each other and
 * never in a circle.
 */
export async function lockOwner(tx: Tx, ownerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Owner" WHERE id = ${ownerId}::uuid FOR NO KEY UPDATE`
}

type LockedFlow = Flow & { codes: Code[] }

const columnsOf = (names: object) =>
  Prisma.raw(
    Object.values(names)
      .map((name) => `"${name}"`)
      .join(', '),
  )
/** Named, so that the statement can be kept: one of `*` is planned anew each time (statement-names.ts). */
export const flowColumns = columnsOf(Prisma.FlowScalarFieldEnum)
const codeColumns = columnsOf(Prisma.CodeScalarFieldEnum)

/** The flow of a handle; null when none of this caller's has it. */
export async function findFlow(db: Pick<Tx, 'flow'>, handle: string, caller: Caller): Promise<Flow | null> {
  const flow = await db.flow.findUnique({ where: { handleHash: digestOf(handle) } })
  return flow && isCallers(flow, caller) ? flow : null
}

/** The same, locked to the end of the transaction, with its codes. */
export async function lockFlow(tx: Tx, handle: string, caller: Caller): Promise<LockedFlow | null> {
  const [flow] = await tx.$queryRaw<Flow[]>`
    SELECT ${flowColumns} FROM "Flow" WHERE "handleHash" = ${digestOf(handle)} FOR UPDATE`
  return flow && isCallers(flow, caller) ? withCodes(tx, flow) : null
}

/**
 * The same, after the owner where it is a change of e-mail, whose owner only its handle tells: else it waits in a circle
 * with a reset that ends, and a freeze misses the change that it must undo. Of the other kinds, which most codes are
 * typed in, one statement is asked less.
 */
export async function lockFlowAfterOwner(tx: Tx, handle: string, caller: Caller): Promise<LockedFlow | null> {
  const [flow] = await tx.$queryRaw<Flow[]>`
    SELECT ${flowColumns} FROM "Flow"
    WHERE "handleHash" = ${digestOf(handle)} AND kind <> 'EMAIL_CHANGE' FOR UPDATE`
  if (flow) return isCallers(flow, caller) ? withCodes(tx, flow) : null
  await tx.$queryRaw`
    SELECT 1 FROM "Owner" o JOIN "Account" a ON a."ownerId" = o.id JOIN "Flow" f ON f."accountId" = a.id
    WHERE f."handleHash" = ${digestOf(handle)} FOR NO KEY UPDATE OF o`
  return lockFlow(tx, handle, caller)
}

/** By a statement of their own: the one that waited for the lock does not see a code that was made meanwhile. */
async function withCodes(tx: Tx, flow: Flow): Promise<LockedFlow> {
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
