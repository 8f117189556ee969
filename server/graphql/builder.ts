import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { GraphQLError } from 'graphql'
import { readInstant } from '../domain/instant.ts'
import type { Right } from '../domain/partner-key.ts'
import type PrismaTypes from '../generated/pothos.ts'
import { getDatamodel } from '../generated/pothos.ts'
import type { Context } from './context.ts'
import { scopesOf } from './scopes.ts'

/** The one builder: every file of this room adds its types to it, `schema.ts` lists them. */
export const builder = new SchemaBuilder<{
  Context: Context
  AuthScopes: Record<Right, boolean>
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: true
  Scalars: { DateTime: { Input: Date; Output: Date }; ID: { Input: string; Output: string } }
}>({
  plugins: [ScopeAuthPlugin, PrismaPlugin],
  scopeAuth: { authScopes: scopesOf },
  defaultFieldNullability: false,
  defaultInputFieldRequiredness: true,
  prisma: { client: (context) => context.deps.db, dmmf: getDatamodel(), onUnusedQuery: null },
})

builder.queryType({ description: 'What can be read. Reading changes nothing.' })
builder.mutationType({
  description:
    'One mutation for each step. Each answers a union: its success, or a refusal (`... on Refusal { message }` is always worth selecting: new refusals may join a union). One mutation per request.',
})

builder.scalarType('DateTime', {
  description: 'An instant, ISO 8601 in UTC with milliseconds: 2026-11-22T13:35:00.000Z.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const instant = readInstant(value)
    if (!instant) throw new GraphQLError('Not an ISO 8601 instant.')
    return instant
  },
})
