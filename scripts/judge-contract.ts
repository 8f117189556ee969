import { type Change, CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core'
import { buildASTSchema, buildSchema, type ConstDirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql'

/** What an element's deprecation must end with: partners plan by it. */
const dated = /Removed after (\d{4}-\d\d-\d\d)\.$/

/** What lies between the contract that partners have and ours. */
export interface ContractJudgement {
  /** Sentences: why it cannot be released as it is. Empty: it can. */
  blocked: string[]
  /** Everything that is different, but for wording. */
  changes: Change[]
}

/**
 * Compares our contract with the last released one, both in SDL, as of `today` (YYYY-MM-DD). What a partner's program
 * relies on may only go when the released contract said until when it stays, and that day is over (decision 0025).
 */
export async function judgeContract(released: string, ours: string, today: string): Promise<ContractJudgement> {
  const owed = withoutExpired(parse(released), today)
  const referred = namedIn(owed)
  const isOwed = ({ type, path }: Change) => type !== 'TYPE_REMOVED' || referred.has(path ?? '')
  const breaking = await diff(buildASTSchema(owed), buildSchema(ours))
  return {
    blocked: [
      ...breaking
        .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
        .filter(isOwed)
        .map(({ message }) => `${message}: deprecate it first, and say until when.`),
      ...undated(parse(ours)).map((name) => `${name} is deprecated: say « Removed after YYYY-MM-DD. »`),
    ],
    changes: await diff(buildSchema(released), buildSchema(ours), [DiffRule.ignoreDescriptionChanges]),
  }
}

function withoutExpired(contract: DocumentNode, today: string): DocumentNode {
  const unlessExpired = ({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) => {
    const [, day] = dated.exec(deprecation(directives) ?? '') ?? []
    return day && day < today ? null : undefined
  }
  return visit(contract, {
    FieldDefinition: unlessExpired,
    EnumValueDefinition: unlessExpired,
    InputValueDefinition: unlessExpired,
  })
}

function namedIn(contract: DocumentNode): Set<string> {
  const names = new Set<string>()
  visit(contract, { NamedType: ({ name }) => void names.add(name.value) })
  return names
}

function undated(contract: DocumentNode): string[] {
  const names: string[] = []
  visit(contract, {
    enter(node) {
      if (!('directives' in node) || !('name' in node) || !node.name) return
      const reason = deprecation(node.directives as readonly ConstDirectiveNode[] | undefined)
      if (reason !== null && !dated.test(reason)) names.push(node.name.value)
    },
  })
  return names
}

/** The reason of an element's deprecation, empty when it gives none; null: it is not deprecated. */
function deprecation(directives: readonly ConstDirectiveNode[] = []): string | null {
  const found = directives.find(({ name }) => name.value === 'deprecated')
  if (!found) return null
  const value = found.arguments?.find(({ name }) => name.value === 'reason')?.value
  return value?.kind === Kind.STRING ? value.value : ''
}
