import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from './context.ts'

export const greatestTokens = 1000
const greatestDepth = 10
const greatestAliases = 15

/**
 * What a document may ask (security.md rules 7 and 8): so many tokens, so deep, so many aliases, one root field per
 * mutation. Without them one request runs 200 aliased tries (proven on this version of Yoga).
 */
export function documentLimits(options: { introspection: boolean }): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, parseOptions) => parseFn(source, { ...parseOptions, maxTokens: greatestTokens }))
    },
    onValidate({ addValidationRule, context }) {
      addValidationRule(oneRootFieldPerMutation)
      addValidationRule(depthAndAliases)
      // Whoever has a test key builds something: tools ask for the schema, which every partner has as a file.
      if (!options.introspection && !hasTestKey(context)) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
  }
}

function hasTestKey(context: unknown): boolean {
  const { caller } = context as Partial<Pick<Context, 'caller'>>
  return caller?.key?.kind === 'TEST'
}

/** Fragments are followed: a root field hidden in one counts like any other. */
export function oneRootFieldPerMutation(context: ValidationContext): ASTVisitor {
  const fieldsOf = measure(context, sum, () => 1)
  return {
    OperationDefinition(operation) {
      if (operation.operation === 'mutation' && fieldsOf(operation.selectionSet) > 1) {
        context.reportError(new GraphQLError('One root field per mutation.', { nodes: operation }))
      }
    },
  }
}

export function depthAndAliases(context: ValidationContext): ASTVisitor {
  let aliases = 0
  const depthOf = measure(context, greatest, ({ name, selectionSet }) =>
    // How deep the schema is read is no matter: it is the same few objects, and programs' tools ask thirteen levels.
    selectionSet && !readsSchema.has(name.value) ? 1 + depthOf(selectionSet) : 1,
  )
  return {
    Field(field) {
      if (field.alias && ++aliases === greatestAliases + 1) {
        context.reportError(new GraphQLError(`At most ${greatestAliases} aliases.`, { nodes: field }))
      }
    },
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet) > greatestDepth) {
        context.reportError(new GraphQLError(`At most ${greatestDepth} levels deep.`, { nodes: operation }))
      }
    },
  }
}

const readsSchema = new Set(['__schema', '__type'])
const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
const greatest = (sizes: number[]) => Math.max(...sizes)

/**
 * Measures a selection set through its fragments. Each fragment is measured once however often it is spread: eighty
 * that each spread the next one twice would otherwise be walked 2^80 times. A cycle counts nothing here; the
 * specification's own rule refuses it.
 */
function measure(
  context: ValidationContext,
  combine: (sizes: number[]) => number,
  ofField: (field: FieldNode) => number,
): (set: SelectionSetNode) => number {
  const known = new Map<string, number>()
  const ofSet = ({ selections }: SelectionSetNode): number =>
    combine(
      selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection)
        if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet)
        const name = selection.name.value
        const size = known.get(name)
        if (size !== undefined) return size
        known.set(name, 0)
        const fragment = context.getFragment(name)
        const measured = fragment ? ofSet(fragment.selectionSet) : 0
        known.set(name, measured)
        return measured
      }),
    )
  return ofSet
}
