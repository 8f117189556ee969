import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { codeUnder, filesUnder, textOf } from './source.ts'

const code = codeUnder('server', 'client', 'web', 'mocks', 'scripts', 'test', 'prisma', 'faults')

test('no file is called what says nothing', () => {
  const empty = /(^|[-.])(utils?|helpers?|common|services?|managers?|misc|shared|lib|index)([-.]|$)/
  const outside = code.filter((file) => !file.includes('test/import/file-index') && !file.includes('import/file-index'))
  expect(
    outside.filter((file) => empty.test(basename(file)) || /\/(utils|helpers|common|services)\//.test(file)),
  ).toEqual([])
})

test('files are kebab-case', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|server|client|fr|en))?\.(ts|tsx|mjs)$/
  expect(code.map((file) => basename(file)).filter((name) => !kebab.test(name))).toEqual([])
})

test('a file is short: half within 60 lines, nine in ten within 120, none past 200', () => {
  const sizes = codeUnder('server', 'client', 'web', 'mocks')
    .map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    .sort((a, b) => a.lines - b.lines)
  const at = (share: number) => sizes[Math.ceil(sizes.length * share) - 1]?.lines
  expect(sizes.filter(({ lines }) => lines > 200)).toEqual([])
  expect(at(0.5)).toBeLessThanOrEqual(60)
  expect(at(0.9)).toBeLessThanOrEqual(120)
})

test('one mutation, one file, one name', () => {
  const mutations = [...textOf('schema.graphql').matchAll(/^type Mutation \{$([\s\S]*?)^\}/gm)]
    .flatMap(([, body = '']) => [...body.replace(/"""[\s\S]*?"""/g, '').matchAll(/^ {2}(\w+)/gm)])
    .map(([, name = '']) => name)
  expect(mutations).toContain('verifyEmailCode')
  const flows = new Set(
    ['flows', 'staff', 'sandbox'].flatMap((room) => filesUnder(`server/${room}`)).map((file) => basename(file, '.ts')),
  )
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  expect(mutations.filter((name) => !flows.has(kebab(name)))).toEqual([])
})
