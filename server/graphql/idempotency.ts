import { type ExecutionArgs, type GraphQLSchema, getOperationAST, Kind, visit } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import { type Claim, claimAnswer, type Repeatable } from '../answers/claim-answer.ts'
import type { Deps } from '../deps.ts'
import { holdsSecret, isAnswer, repeatScope } from '../domain/repeat.ts'
import type { Context } from './context.ts'

/** What one mutation answers, seen from outside its resolver. */
export interface Outcome {
  /** Given instead of carrying it out; null: it is carried out. */
  refusal: { __typename: string } | null
  /** What its use-case gave back; null: nothing yet. */
  answer: object | null
}

type Asked = Context & YogaInitialContext

/**
 * `Idempotency-Key` on every mutation (draft-ietf-httpapi-idempotency-key-header): a request that was carried out is
 * answered again as it was, word for word, and does nothing. Whatever says « not now » (Busy, a fault) and what the
 * caller's key does not allow is not kept.
 */
export function idempotency(deps: Deps): Plugin {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const context = args.contextValue as Asked
      const header = context.request.headers.get('idempotency-key')
      if (header === null || getOperationAST(args.document, args.operationName)?.operation !== 'mutation') return
      const claim = await claimAnswer(deps, repeatable(header, context, args))
      if ('replay' in claim) return setResultAndStopExecution(JSON.parse(claim.replay))
      if ('refusal' in claim) {
        context.outcome.refusal = claim.refusal
        return
      }
      return {
        async onExecuteDone({ result }) {
          await end(claim, result, context).catch((err) => deps.log.error({ err }, 'an answer could not be kept'))
        },
      }
    },
  }
}

/** Every mutation asks the outcome first, and leaves its answer there. */
export function noteOutcomes(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field
    field.resolve = async (root, args, context: Context, info) => {
      const { outcome } = context
      const answer: unknown = outcome.refusal ?? (await resolve?.(root, args, context, info))
      if (typeof answer === 'object') outcome.answer = answer
      return answer
    }
  }
  return schema
}

async function end(claim: Extract<Claim, { keep: unknown }>, result: unknown, { outcome }: Asked): Promise<void> {
  const { answer } = outcome
  const failed = typeof result !== 'object' || result === null || !('data' in result) || 'errors' in result
  if (!answer || failed || !isAnswer(answer)) return claim.release()
  return claim.keep(JSON.stringify({ data: result.data }), { secret: holdsSecret(answer) })
}

function repeatable(clientKey: string, context: Asked, args: ExecutionArgs): Repeatable {
  const { caller, request, params } = context
  const of = { authorization: request.headers.get('authorization'), flow: flowOf(args) }
  const body = JSON.stringify([params.query, params.operationName, params.variables])
  const { realm } = caller
  return { clientKey, realm, scope: repeatScope(caller.realm, caller.key, of), body }
}

/** The handle that a mutation names, as a variable or in the document itself; null: none. */
function flowOf({ document, variableValues }: ExecutionArgs): string | null {
  for (const value of Object.values(variableValues ?? {})) {
    if (typeof value === 'object' && value !== null && 'flow' in value && typeof value.flow === 'string')
      return value.flow
  }
  let named: string | null = null
  visit(document, {
    ObjectField({ name, value }) {
      if (name.value !== 'flow') return
      if (value.kind === Kind.STRING) named = value.value
      const given = value.kind === Kind.VARIABLE ? variableValues?.[value.name.value] : null
      if (typeof given === 'string') named = given
    },
  })
  return named
}
