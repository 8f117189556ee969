import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  type OperationTypeNode,
} from 'graphql'
import { textOf } from '../../house/source.ts'

export const contract = buildSchema(textOf('schema.graphql'))

/** A document for one root field that selects everything the contract has under it: no field escapes comparison. */
export function fullDocument(kind: 'query' | 'mutation' | 'subscription', name: string): string {
  const root = contract.getRootType(kind as OperationTypeNode)
  const field = root?.getFields()[name]
  if (!field) throw new Error(`the contract has no ${kind} ${name}`)
  const declared = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
  return `${kind}${declared && ` (${declared})`} { ${name}${passed && `(${passed})`} ${selection(field.type)} }`
}

function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type)
  if (isUnionType(named)) {
    const members = named.getTypes()
    const parts = members.map((member) => `... on ${member.name} { ${fieldsOf(member, conflicts(members))} }`)
    return `{ __typename ${parts.join(' ')} }`
  }
  return isObjectType(named) ? `{ __typename ${fieldsOf(named, new Set())} }` : ''
}

function fieldsOf(type: GraphQLObjectType, aliased: ReadonlySet<string>): string {
  const fields = Object.values(type.getFields()).map((field) => {
    const alias = aliased.has(field.name) ? `${type.name}_${field.name}: ` : ''
    return `${alias}${field.name} ${isLeafType(getNamedType(field.type)) ? '' : selection(field.type)}`
  })
  return fields.join(' ')
}

/** GraphQL gives one name one type within a selection: what members type differently takes a name of its own. */
function conflicts(members: readonly GraphQLObjectType[]): Set<string> {
  const types = new Map<string, Set<string>>()
  for (const member of members) {
    for (const { name, type } of Object.values(member.getFields())) {
      types.set(name, (types.get(name) ?? new Set()).add(String(type)))
    }
  }
  return new Set([...types].filter(([, known]) => known.size > 1).map(([name]) => name))
}

/** Every success and refusal that the contract's mutations may answer, as « signIn → SignedIn ». */
export function everyAnswer(): string[] {
  return Object.values(contract.getMutationType()?.getFields() ?? {}).flatMap(({ name, type }) => {
    const union = getNamedType(type)
    return isUnionType(union) ? union.getTypes().map((member) => `${name} → ${member.name}`) : []
  })
}
