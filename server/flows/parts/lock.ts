import type { Tx } from '../../deps.ts'
import type { FlowKind } from '../../domain/flow.ts'
import type { Code, Flow } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { isCallers } from './via.ts'

/**
 * Locks are taken in one order everywhere: owner, flow, counters. Two steps of one owner then wait for each other and
 * never in a circle.
 */
export async function lockOwner(tx: Tx, ownerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Owner" WHERE id = ${ownerId}::uuid FOR NO KEY UPDATE`
}

/**
 * The same for a change of e-mail, whose owner only its handle tells: before its flow, or it waits in a circle with a
 * reset that ends, and a freeze misses the change that it must undo. For every other kind it locks nothing.
 */
export async function lockChangingOwner(tx: Tx, handle: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Owner" o JOIN "Account" a ON a."ownerId" = o.id JOIN "Flow" f ON f."accountId" = a.id
    WHERE f."handleHash" = ${digestOf(handle)} AND f.kind = 'EMAIL_CHANGE' FOR NO KEY UPDATE OF o`
}

/** The flow of a handle; null when none of this caller's has it. */
export async function findFlow(db: Pick<Tx, 'flow'>, handle: string, caller: Caller): Promise<Flow | null> {
  const flow = await db.flow.findUnique({ where: { handleHash: digestOf(handle) } })
  return flow && isCallers(flow, caller) ? flow : null
}

/** The same, locked to the end of the transaction, with its codes. */
export async function lockFlow(tx: Tx, handle: string, caller: Caller): Promise<(Flow & { codes: Code[] }) | null> {
  const [flow] = await tx.$queryRaw<Flow[]>`
    SELECT * FROM "Flow" WHERE "handleHash" = ${digestOf(handle)} FOR UPDATE`
  return flow && isCallers(flow, caller)
    ? { ...flow, codes: await tx.code.findMany({ where: { flowId: flow.id } }) }
    : null
}

/** The open flows of one kind of these accounts, which a step is about to end: before it counts anything. */
export async function lockOpenFlows(tx: Tx, accountIds: readonly string[], kind: FlowKind): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Flow"
    WHERE "accountId" = ANY(${accountIds}::uuid[]) AND kind = ${kind}::"FlowKind" AND "endedAt" IS NULL
    ORDER BY id FOR UPDATE`
}
