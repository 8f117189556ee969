// `npm run refusals:draw`: the catalogue of refusals that partners read, from the contract and its guidance.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isUnionType,
} from 'graphql'
import { projectRoot } from '../server/database/places.ts'
import { messageOf } from '../server/domain/refusal-words.ts'
import type { Refusal } from '../server/domain/refusals.ts'
import { refusalGuidance } from './refusal-guidance.ts'
import { retryWords } from './retry-words.ts'

const head = `# Each « no », in both languages · Chaque refus, dans les deux langues

Made by \`npm run refusals:draw\` from [schema.graphql](../../schema.graphql) and \`scripts/refusal-guidance.ts\`; a test
compares. A refusal comes with HTTP 200 as a member of the mutation's union. Programs read its fields; \`message\` is for
people, in French or English by \`Accept-Language\`, and may change at any time.`

/** The whole page. \`contract\`: schema.graphql. */
export function drawRefusals(contract: string): string {
  const schema = buildSchema(contract)
  const refusal = schema.getType('Refusal')
  if (!isInterfaceType(refusal)) throw new Error('the contract has no interface Refusal')
  const types = schema.getPossibleTypes(refusal).toSorted((a, b) => a.name.localeCompare(b.name))
  return `${[head, ...types.map((type) => section(schema, type))].join('\n\n')}\n`
}

function section(schema: GraphQLSchema, type: GraphQLObjectType): string {
  const guidance = guidanceOf(type.name)
  const retry = retryWords[guidance.retry]
  return [
    `## ${type.name}`,
    `**When.** ${type.description} **Show.** ${guidance.show.en} **Send again?** ${retry.en}`,
    `**Quand.** ${guidance.quand} **À afficher.** ${guidance.show.fr} **Réessayer ?** ${retry.fr}`,
    ...table(type),
    ['| français | English |', '| --- | --- |', ...guidance.sentences.map(({ fr, en }) => `| ${fr} | ${en} |`)].join(
      '\n',
    ),
    `Answered by: ${answering(schema, type)
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
  ].join('\n\n')
}

function guidanceOf(name: string) {
  const found = Object.entries(refusalGuidance).find(([typename]) => typename === name)
  if (!found) throw new Error(`scripts/refusal-guidance.ts says nothing of ${name}`)
  const samples: readonly Refusal[] = found[1].samples
  return { ...found[1], sentences: samples.map((one) => ({ fr: messageOf(one, 'fr'), en: messageOf(one, 'en') })) }
}

function table(type: GraphQLObjectType): string[] {
  const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'message')
  if (fields.length === 0) return []
  const rows = fields.flatMap(({ name, type: of, description }) => {
    const named = getNamedType(of)
    const row = `| \`${name}: ${of}\` | ${description} |`
    return isEnumType(named) ? [row, ...values(named)] : [row]
  })
  return [['| field | what it says |', '| --- | --- |', ...rows].join('\n')]
}

const values = (type: GraphQLEnumType) =>
  type.getValues().map(({ name, description }) => `| · \`${name}\` | ${description} |`)

function answering(schema: GraphQLSchema, refusal: GraphQLObjectType): string[] {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  return fields
    .filter(({ type }) => {
      const union = getNamedType(type)
      return isUnionType(union) && schema.isSubType(union, refusal)
    })
    .map(({ name }) => name)
}

const place = (path: string) => join(projectRoot, path)
if (import.meta.main) {
  writeFileSync(place('docs/partners/refusals.md'), drawRefusals(readFileSync(place('schema.graphql'), 'utf8')))
}
