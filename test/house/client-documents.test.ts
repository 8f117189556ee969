import { basename } from 'node:path'
import { buildSchema, type DocumentNode, getNamedType, isUnionType, Kind, validate, visit } from 'graphql'
import { expect, test } from 'vitest'
import { codeUnder, textOf } from './source.ts'

const schema = buildSchema(textOf('schema.graphql'))

const isDocument = (value: unknown): value is DocumentNode =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.DOCUMENT

/** Every operation of client/, by the file it stands in. */
async function operations(): Promise<{ file: string; name: string; root: string; document: DocumentNode }[]> {
  const found = []
  for (const file of codeUnder('client')) {
    const module: Record<string, unknown> = await import(`../../client/${basename(file)}`)
    for (const [name, document] of Object.entries(module)) {
      if (!isDocument(document)) continue
      for (const one of document.definitions) {
        if (one.kind !== Kind.OPERATION_DEFINITION) continue
        const roots = one.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD ? field.name.value : [],
        )
        found.push(...roots.map((root) => ({ file, name, root, document })))
      }
    }
  }
  return found
}

test('the client has a typed document for every query, mutation and subscription of the contract', async () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}))
  expect(fields.length).toBeGreaterThan(20)
  const asked = new Set((await operations()).map(({ root }) => root))
  expect(fields.filter((field) => !asked.has(field))).toEqual([])
})

test('each document of the client is valid, and hears every refusal that its field may answer, those to come too', async () => {
  const deaf: string[] = []
  for (const { file, name, root, document } of await operations()) {
    expect(validate(schema, document), `${file} ${name}`).toEqual([])
    const field = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
      .map((type) => type?.getFields()[root])
      .find((one) => one !== undefined)
    if (!isUnionType(getNamedType(field?.type))) continue
    let hears = false
    visit(document, {
      InlineFragment({ typeCondition, selectionSet }) {
        const fields = selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : ''))
        if (typeCondition?.name.value === 'Refusal' && fields.includes('message')) hears = true
      },
    })
    if (!hears) deaf.push(`${file} ${name}`)
  }
  expect(deaf).toEqual([])
})
