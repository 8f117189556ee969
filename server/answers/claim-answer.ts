import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import type { Busy, IdempotencyRefused } from '../domain/refusals.ts'
import { judgeKept, readRepeatKey } from '../domain/repeat.ts'
import { createSeal, type Seal } from './seal-answer.ts'

/** A request that says by its `Idempotency-Key` that it may be a repeat. */
export interface Repeatable {
  clientKey: string
  realm: string
  /** Whose it is: the same key of somebody else, or for another flow, is another request's. */
  scope: readonly string[]
  body: string
}

export type Claim =
  /** It was carried out before: what it answered. */
  | { replay: string }
  | { refusal: IdempotencyRefused | Busy }
  /** It is this caller's to carry out; exactly one of the two ends it. */
  | { keep(answer: string, options: { secret: boolean }): Promise<void>; release(): Promise<void> }

type AnswerDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'random' | 'settings'>

/** A process that died while it carried one out: another takes over after so long. The steps themselves do nothing twice. */
const leaseMs = 30_000
/** An equal request waits a quarter of a minute for the first one's answer, in looks further and further apart. */
const greatestPauseMs = 1_000
const looks = 24

/**
 * Whether a repeatable request is to be carried out, or what it answered before. Promise: of equal requests, on
 * whatever nodes, one is carried out and all get its answer, for as long as answers are kept; another body under the same
 * key is refused. Refuses with IdempotencyRefused OTHER_REQUEST, SECRET_OVER, MALFORMED; Busy when the first is not done yet.
 */
export async function claimAnswer(deps: AnswerDeps, request: Repeatable): Promise<Claim> {
  const clientKey = readRepeatKey(request.clientKey)
  if (clientKey === null) return refuse('MALFORMED')
  const id = digest(JSON.stringify([...request.scope, clientKey]))
  const own = createSeal(deps.keys, deps.keys.currentId, id, clientKey)
  for (let look = 0, wait = 20; look < looks; look++) {
    const now = deps.clock.now()
    if (await insert(deps, id, request.realm, own.macOf(request.body), now)) return ours(deps, own, id, now)
    const row = await deps.db.keptAnswer.findUnique({ where: { id } })
    if (!row) continue
    // What a key that is gone had sealed cannot be compared any more; what is over need not be.
    const isKnown = deps.keys.ids.includes(row.keyId)
    if (!isKnown && row.expiresAt > now) return refuse('SECRET_OVER')
    const seal = isKnown ? createSeal(deps.keys, row.keyId, id, clientKey) : own
    const isSameBody = () => seal.isMac(row.bodyMac, request.body)
    const verdict = judgeKept({ ...row, hasAnswer: row.answer !== null }, isSameBody, now)
    if (verdict === 'GONE') {
      await deps.db.keptAnswer.deleteMany({ where: { id, expiresAt: { lte: now } } })
      continue
    }
    if (verdict === 'REPLAY' && row.answer) return { replay: seal.open(row.answer) }
    if (verdict === 'OTHER_REQUEST' || verdict === 'SECRET_OVER') return refuse(verdict)
    if (now.getTime() >= row.startedAt.getTime() + leaseMs) {
      const where = { id, answeredAt: null, startedAt: row.startedAt }
      const { count } = await deps.db.keptAnswer.updateMany({ where, data: { startedAt: now } })
      if (count > 0) return ours(deps, seal, id, now)
    }
    await pause(wait)
    wait = Math.min(wait * 1.5, greatestPauseMs)
  }
  return { refusal: { __typename: 'Busy', retryAfterSeconds: leaseMs / 1000 } }
}

const digest = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

async function insert(
  deps: AnswerDeps,
  id: Uint8Array,
  realm: string,
  bodyMac: Uint8Array,
  now: Date,
): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + deps.settings.rules.answerKeptHours * 3_600_000)
  const inserted = await deps.db.$executeRaw`
    INSERT INTO "KeptAnswer" (id, realm, "keyId", "bodyMac", "startedAt", "expiresAt")
    VALUES (${id}, ${realm}, ${deps.keys.currentId}, ${bodyMac}, ${now}::timestamptz(3), ${expiresAt}::timestamptz(3))
    ON CONFLICT (id) DO NOTHING`
  return inserted > 0
}

function ours(deps: AnswerDeps, seal: Seal, id: Uint8Array<ArrayBuffer>, startedAt: Date): Claim {
  const where = { id, answeredAt: null, startedAt }
  return {
    async keep(answer, { secret }) {
      const answeredAt = deps.clock.now()
      const until = new Date(answeredAt.getTime() + deps.settings.rules.repeatedSecretMinutes * 60_000)
      const sealed = seal.close(answer, deps.random.bytes(12))
      await deps.db.keptAnswer.updateMany({
        where,
        data: { answer: sealed, answeredAt, secretUntil: secret ? until : null },
      })
    },
    async release() {
      await deps.db.keptAnswer.deleteMany({ where })
    },
  }
}

const refuse = (reason: IdempotencyRefused['reason']): Claim => ({
  refusal: { __typename: 'IdempotencyRefused', reason },
})
