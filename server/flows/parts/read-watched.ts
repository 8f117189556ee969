import type { Deps } from '../../deps.ts'
import type { CodeFacts } from '../../domain/code-life.ts'
import type { FlowFacts } from '../../domain/flow.ts'
import type { CarriedCode, DeliveryRow } from '../../domain/told-delivery.ts'

/** A flow with all that its watchers may be told of. `aheadSeconds`: how far its realm's clock is ahead (a sandbox's). */
export type WatchedFlow = FlowFacts & { id: string; aheadSeconds: number; codes: (CodeFacts & CarriedCode)[] }

type Nullable<T> = { [Key in keyof T]: T[Key] | null }
type Message = Omit<NonNullable<CarriedCode['message']>, 'deliveries'>
interface Row
  extends FlowFacts,
    Nullable<Omit<CodeFacts, 'codeSet' | 'email'>>,
    Nullable<Message>,
    Nullable<DeliveryRow> {
  id: string
  aheadSeconds: number
  setOfCode: number | null
  emailOfCode: string | null
}

/**
 * The flows of these ids in one statement, however many: one line for each flow, code and row of its mail's history.
 * The mail of a RESET, or of a code that goes to a verified address, is not read at all (`hearsOfDelivery`).
 */
export async function readWatched({ db }: Pick<Deps, 'db'>, ids: readonly string[]): Promise<Map<string, WatchedFlow>> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT f.id, f.kind, f.step, f.email, f."emailTyped", f."emailFixed", f."codeSet", f."triesAllowed", f."triesSpent",
      f."lateResentAt", f."verifiedAt", f."expiresAt", f."endedAt", f."end",
      coalesce(s."aheadSeconds", 0) AS "aheadSeconds",
      c.generation, c."codeSet" AS "setOfCode", c.email AS "emailOfCode", c.muted, c."issuedAt", c."attemptedAt",
      c."acceptedAt", c."usedAt",
      m.state, m."lastReply", m."createdAt", m."settledAt", m."leasedUntil", m."nextAttemptAt",
      d.at, d.status, d.reason, d.by, d.filter, d.reported
    FROM "Flow" f
    LEFT JOIN "Sandbox" s ON s.realm = f.realm
    LEFT JOIN "Code" c ON c."flowId" = f.id
    LEFT JOIN "Message" m ON m."codeId" = c.id AND f.kind <> 'RESET' AND NOT f."emailFixed"
    LEFT JOIN "Delivery" d ON d."messageId" = m.id
    WHERE f.id = ANY(${ids}::uuid[])`
  const flows = new Map<string, WatchedFlow>()
  for (const row of rows) {
    const flow = flows.get(row.id) ?? { ...row, codes: [] }
    flows.set(row.id, flow)
    addCode(flow.codes, row)
  }
  return flows
}

function addCode(codes: WatchedFlow['codes'], row: Row): void {
  const { generation, setOfCode, emailOfCode, muted, issuedAt, attemptedAt, acceptedAt, usedAt } = row
  if (generation === null || setOfCode === null || emailOfCode === null || muted === null || !issuedAt) return
  const known = codes.find((code) => code.generation === generation)
  const delivery = deliveryIn(row)
  if (known?.message) {
    if (delivery) known.message = { ...known.message, deliveries: [...known.message.deliveries, delivery] }
    return
  }
  const message = messageIn(row)
  codes.push({
    generation,
    codeSet: setOfCode,
    email: emailOfCode,
    muted,
    issuedAt,
    attemptedAt,
    acceptedAt,
    usedAt,
    message: message && { ...message, deliveries: delivery ? [delivery] : [] },
  })
}

function messageIn({ state, lastReply, createdAt, settledAt, leasedUntil, nextAttemptAt }: Row): Message | null {
  if (!state || !createdAt || !nextAttemptAt) return null
  return { state, lastReply, createdAt, settledAt, leasedUntil, nextAttemptAt }
}

function deliveryIn({ at, status, reason, by, filter, reported }: Row): DeliveryRow | null {
  return at && status ? { at, status, reason, by, filter, reported: reported ?? false } : null
}
