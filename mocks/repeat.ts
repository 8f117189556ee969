import { type DocumentNode, getOperationAST, valueFromASTUntyped } from 'graphql'
import type { IdempotencyRefused } from '../server/domain/refusals.ts'
import { holdsSecret, isAnswer, judgeKept, readRepeatKey, repeatScope } from '../server/domain/repeat.ts'
import type { Act } from './act.ts'

/** What one mutation answers, seen from outside its resolver. */
export interface Outcome {
  /** Given instead of carrying it out; null: it is carried out. */
  refusal: { __typename: string } | null
  /** What its step gave back; null: nothing yet. */
  answer: object | null
}

/** What was answered to a request that may come again. */
export interface KeptAnswer {
  body: string
  answer: string
  answeredAt: Date
  expiresAt: Date
  secretUntil: Date | null
}

/** A mutation as it was sent. */
export interface Sent {
  query: string
  operationName: string | null
  variables: Record<string, unknown> | null
  document: DocumentNode
}

type Claim =
  | { replay: string }
  | { refusal: IdempotencyRefused }
  | { keep(result: string, outcome: Outcome, failed: boolean): void }

/** As the server's claim-answer.ts: of equal requests one is carried out, and all get its answer for as long as it is kept. */
export function claimAnswer({ state, rules, caller, now }: Act, headers: Headers, header: string, sent: Sent): Claim {
  const clientKey = readRepeatKey(header)
  if (clientKey === null) return refuse('MALFORMED')
  const of = { authorization: headers.get('authorization'), flow: flowOf(sent) }
  const id = JSON.stringify([...repeatScope(caller.realm, caller.key, of), clientKey])
  const body = JSON.stringify([sent.query, sent.operationName, sent.variables])
  const kept = state.answers[id]
  const verdict = kept ? judgeKept({ ...kept, hasAnswer: true }, () => kept.body === body, now) : 'GONE'
  if (kept && verdict === 'REPLAY') return { replay: kept.answer }
  if (verdict === 'OTHER_REQUEST' || verdict === 'SECRET_OVER') return refuse(verdict)
  return {
    keep(answer, outcome, failed) {
      if (failed || !outcome.answer || !isAnswer(outcome.answer)) return
      const secretUntil = holdsSecret(outcome.answer) ? later(now, rules.repeatedSecretMinutes) : null
      const expiresAt = later(now, rules.answerKeptHours * 60)
      state.answers[id] = { body, answer, answeredAt: now, expiresAt, secretUntil }
    },
  }
}

/** The handle that a mutation names, as a variable or in the document itself; null: none. */
function flowOf({ document, operationName, variables }: Sent): string | null {
  const [field] = getOperationAST(document, operationName)?.selectionSet.selections ?? []
  const argument = field?.kind === 'Field' ? field.arguments?.find(({ name }) => name.value === 'input') : undefined
  const input: unknown = argument ? valueFromASTUntyped(argument.value, variables) : null
  return input instanceof Object && 'flow' in input && typeof input.flow === 'string' ? input.flow : null
}

const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)
const refuse = (reason: IdempotencyRefused['reason']): Claim => ({
  refusal: { __typename: 'IdempotencyRefused', reason },
})
