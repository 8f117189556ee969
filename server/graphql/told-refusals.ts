import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql'
import { createBoundedTelling } from '../domain/bounded-telling.ts'
import { clientNetwork } from '../domain/network.ts'
import type { Context } from './context.ts'

const eachMinute = 20
const telling = createBoundedTelling(eachMinute)

/**
 * Makes every mutation tell the log whom it would not let act (ASVS 16.3.2): without a session, beyond a key's scopes, on
 * a handle or link that is none, or on an account, session or password of somebody else. Bounded; of the caller the
 * network and the partner alone, of what was typed nothing.
 */
export function tellRefusals(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field
    if (resolve) field.resolve = told(field.name, resolve)
  }
  return schema
}

function told(
  mutation: string,
  resolve: GraphQLFieldResolver<unknown, Context>,
): GraphQLFieldResolver<unknown, Context> {
  return async (source, args, context, info) => {
    const answer: unknown = await resolve(source, args, context, info)
    const refusal = unauthorized(answer)
    if (refusal) tell(context, mutation, refusal)
    return answer
  }
}

function tell({ deps, caller, now }: Context, mutation: string, refusal: string): void {
  const { tell: isTold, passed } = telling.note(`${mutation} ${refusal}`, now)
  if (passed) deps.log.info({ passed }, 'refusals not told one by one')
  const [network, partner] = [clientNetwork(caller.clientAddress), caller.key?.partnerKey ?? null]
  if (isTold) deps.log.info({ mutation, refusal, network, partner }, 'not allowed')
}

/** The refusal's name when it is about who may do what; null for every other answer. */
function unauthorized(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('__typename' in answer)) return null
  const { __typename, reason, fields } = answer as { __typename: string; reason?: unknown; fields?: unknown }
  if (__typename === 'NotSignedIn' || __typename === 'NotAllowed') return __typename
  if (__typename === 'FlowClosed' && reason === 'UNKNOWN') return 'FlowClosed UNKNOWN'
  const foreign = Array.isArray(fields) && fields.some((fault) => fault?.reason === 'UNKNOWN')
  return __typename === 'InputRefused' && foreign ? 'InputRefused UNKNOWN' : null
}
