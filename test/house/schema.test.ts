import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../server/graphql/schema.ts'
import { textOf } from './source.ts'

test('schema.graphql is the contract the server speaks', () => {
  expect(textOf('schema.graphql')).toBe(`${printSchema(schema)}\n`)
})

test('every element of the contract says what it is', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  )
  expect(types.length).toBeGreaterThan(20)
  expect(types.flatMap(wordless)).toEqual([])
})

/** The elements of a type that nobody described, by their paths; itself included. */
function wordless(type: GraphQLNamedType): string[] {
  const elements: { path: string; description?: string | null | undefined }[] = [
    { path: type.name, description: type.description },
  ]
  if (isEnumType(type))
    for (const value of type.getValues()) elements.push({ ...value, path: `${type.name}.${value.name}` })
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields())) elements.push({ ...field, path: `${type.name}.${field.name}` })
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      elements.push({ ...field, path: `${type.name}.${field.name}` })
      for (const arg of field.args) elements.push({ ...arg, path: `${type.name}.${field.name}(${arg.name})` })
    }
  return elements.filter(({ description }) => !description?.trim()).map(({ path }) => path)
}

test('every refusal of the contract implements Refusal, and every result can refuse', () => {
  const refusal = schema.getType('Refusal')
  if (!isInterfaceType(refusal)) throw new Error('the contract has no interface Refusal')
  const refusals = new Set(schema.getPossibleTypes(refusal).map(({ name }) => name))
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  expect(fields.length).toBeGreaterThan(5)
  for (const field of fields) {
    expect(String(field.type)).toMatch(/Result!$/)
    const union = schema.getType(String(field.type).replace('!', ''))
    const members = union && 'getTypes' in union ? union.getTypes().map(({ name }) => name) : []
    expect(
      members.some((name) => refusals.has(name)),
      field.name,
    ).toBe(true)
    expect(members.filter((name) => !refusals.has(name)).length, field.name).toBeGreaterThan(0)
    for (const arg of field.args) expect(arg.name).toBe('input')
  }
})
