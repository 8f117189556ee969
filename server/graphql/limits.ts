import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'

const greatestTokens = 1000
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
    onValidate({ addValidationRule }) {
      addValidationRule(oneRootFieldPerMutation)
      addValidationRule(depthAndAliases)
      if (!options.introspection) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
  }
}

/** Fragments are followed: a root field hidden in one counts like any other. */
export function oneRootFieldPerMutation(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== 'mutation') return
      if (countFields(context, operation.selectionSet, new Set()) > 1) {
        context.reportError(new GraphQLError('One root field per mutation.', { nodes: operation }))
      }
    },
  }
}

function countFields(context: ValidationContext, { selections }: SelectionSetNode, seen: Set<string>): number {
  return selections.reduce((count, selection) => {
    if (selection.kind === Kind.FIELD) return count + 1
    if (selection.kind === Kind.INLINE_FRAGMENT) return count + countFields(context, selection.selectionSet, seen)
    const name = selection.name.value
    const fragment = seen.has(name) ? null : context.getFragment(name)
    return fragment ? count + countFields(context, fragment.selectionSet, new Set([...seen, name])) : count
  }, 0)
}

export function depthAndAliases(context: ValidationContext): ASTVisitor {
  let aliases = 0
  return {
    Field(field) {
      if (field.alias && ++aliases === greatestAliases + 1) {
        context.reportError(new GraphQLError(`At most ${greatestAliases} aliases.`, { nodes: field }))
      }
    },
    OperationDefinition(operation) {
      if (depthOf(context, operation.selectionSet, new Set()) > greatestDepth) {
        context.reportError(new GraphQLError(`At most ${greatestDepth} levels deep.`, { nodes: operation }))
      }
    },
  }
}

function depthOf(context: ValidationContext, { selections }: SelectionSetNode, seen: Set<string>): number {
  return Math.max(
    ...selections.map((selection) => {
      if (selection.kind === Kind.FIELD)
        return 1 + (selection.selectionSet ? depthOf(context, selection.selectionSet, seen) : 0)
      if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(context, selection.selectionSet, seen)
      const name = selection.name.value
      // A cyclic fragment is refused by its own rule of the specification; here it only must not run for ever.
      const fragment = seen.has(name) ? null : context.getFragment(name)
      return fragment ? depthOf(context, fragment.selectionSet, new Set([...seen, name])) : 0
    }),
  )
}
