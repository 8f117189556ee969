import {
  buildSchema,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  valueFromASTUntyped,
} from 'graphql'
import { readInstant } from '../server/domain/instant.ts'
import { rightsOf } from '../server/domain/partner-key.ts'
import { type Locale, messageOf } from '../server/domain/refusal-words.ts'
import type { Refusal } from '../server/domain/refusals.ts'
import type { Act } from './act.ts'
import { contract } from './generated/contract.ts'
import type { Outcome } from './repeat.ts'
import { mutations, queries } from './resolvers.ts'
import type { SubscriptionName } from './shapes.ts'

/** What the resolvers are called with. */
export interface Context {
  act: Act
  outcome: Outcome
  locale: Locale
  watch: { [Name in SubscriptionName]: (input: { flow: string }) => AsyncGenerator<unknown> }
}

function instantOf(value: unknown): Date {
  const instant = readInstant(value)
  if (!instant) throw new GraphQLError('Not an ISO 8601 instant.')
  return instant
}

type Resolve = GraphQLFieldResolver<unknown, Context>
type Answers = Record<string, (act: Act, input: never) => unknown>

/**
 * The printed contract with the mock behind it: graphql-js checks every document and every answer against it, a
 * partner's own as well as ours.
 */
export function createContractSchema(): GraphQLSchema {
  const schema = buildSchema(contract)
  const instant = schema.getType('DateTime')
  if (isScalarType(instant)) {
    instant.serialize = (value) => (value instanceof Date ? value.toISOString() : value)
    instant.parseValue = instantOf
    instant.parseLiteral = (node, variables) => instantOf(valueFromASTUntyped(node, variables))
  }
  const root = (type: 'Query' | 'Mutation' | 'Subscription', name: string) => {
    const object = schema.getType(type)
    const field = isObjectType(object) ? object.getFields()[name] : undefined
    if (!field) throw new Error(`the contract has no ${type}.${name}`)
    return field
  }
  const put = (type: 'Query' | 'Mutation', answers: Answers, resolve: (answer: Answers[string]) => Resolve) => {
    for (const [name, answer] of Object.entries(answers)) root(type, name).resolve = resolve(answer)
  }
  put(
    'Query',
    queries,
    (answer) =>
      (_root, given, { act }) =>
        answer(act, given as never),
  )
  put('Mutation', mutations, (answer) => (_root, given, { act, outcome }) => {
    const answered = outcome.refusal ?? notNow(act) ?? answer(act, given.input as never)
    if (typeof answered === 'object') outcome.answer = answered
    return answered
  })
  const updates = root('Subscription', 'flowUpdated')
  updates.subscribe = (_root, { flow }, { watch }: Context) => watch.flowUpdated({ flow })
  updates.resolve = (news) => news
  speak(schema)
  return schema
}

function notNow({ caller, state }: Act): { __typename: string } | null {
  if (!rightsOf(caller.key).flows) return { __typename: 'NotAllowed' }
  const busy = { __typename: 'Busy', retryAfterSeconds: 5 }
  return state.trouble === 'BUSY' ? busy : null
}

/** A refusal's sentence is made of its fields. */
function speak(schema: GraphQLSchema): void {
  const refusal = schema.getType('Refusal')
  if (!isInterfaceType(refusal)) return
  for (const type of schema.getPossibleTypes(refusal)) {
    const { message } = type.getFields()
    if (message) message.resolve = (source: Refusal, _given, { locale }: Context) => messageOf(source, locale)
  }
}
