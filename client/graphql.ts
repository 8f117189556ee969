import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Types every document against the printed contract (schema.graphql). Instants arrive as ISO 8601 text. */
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string } }>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
