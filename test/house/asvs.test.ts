import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../server/database/places.ts'
import { textOf } from './source.ts'
import { testsOf } from './tests-of.ts'

/** How many requirements of level 1 and 2 each section of ASVS 5.0.0 has: « 6.2: 12 » are 6.2.1 to 6.2.12. */
const sections = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1 },
  ...{ '9.1': 3, '9.2': 4, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1 },
  ...{ '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3 },
  ...{ '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
}
const ids = Object.entries(sections).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, i) => `${section}.${i + 1}`),
)

const page = textOf('docs/asvs.md')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
const requirements = rows
  .filter(([id]) => /^\d/.test(id ?? ''))
  .map(([id = '', level = '', , verdict = '', where = '', tests = '']) => ({
    ...{ id, level, verdict, tests: tests.split(', ').filter(Boolean) },
    files: [...where.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }))
const tests = new Map(
  rows
    .filter(([key]) => /^[A-Z]\d+$/.test(key ?? ''))
    .map(([key = '', file = '', name = '']) => [key, { file: file.replaceAll('`', ''), name }]),
)

test('the map has each requirement of level 1 and 2 once, and no other', () => {
  expect(ids.length).toBeGreaterThan(200)
  expect(requirements.map(({ id }) => id)).toEqual(ids)
  expect(requirements.filter(({ level }) => level !== '1' && level !== '2')).toEqual([])
})

test('every file that the map names exists', () => {
  const named = requirements.flatMap(({ files }) => files)
  expect(named.length).toBeGreaterThan(150)
  expect(named.filter((file) => !existsSync(join(projectRoot, file)))).toEqual([])
})

test('every test that the map names stands in the file it names, and none is named for nothing', () => {
  const missing = [...tests.values()].filter(({ file, name }) => !testsOf(file).some((one) => one.name === name))
  expect(missing.map(({ file, name }) => `${file}: ${name}`)).toEqual([])
  const used = new Set(requirements.flatMap((one) => one.tests))
  expect([...used].filter((key) => !tests.has(key))).toEqual([])
  expect([...tests.keys()].filter((key) => !used.has(key))).toEqual([])
})

test('what is held says where, and nearly always by which test; what is open or deviates says why', () => {
  const held = requirements.filter(({ verdict }) => verdict === 'held')
  expect(held.filter(({ files }) => files.length === 0).map(({ id }) => id)).toEqual([])
  expect(held.filter((one) => one.tests.length === 0).length).toBeLessThanOrEqual(6)
  const others = requirements.filter(({ verdict }) => verdict !== 'held' && verdict !== 'n/a')
  expect(others.filter(({ verdict }) => verdict.length < 12).map(({ id }) => id)).toEqual([])
  const argued = others.filter(({ verdict }) => verdict.startsWith('deviates'))
  expect(argued.length).toBeGreaterThan(3)
  const records = argued.map(({ verdict }) => /\((decisions\/[^)]+)\)/.exec(verdict)?.[1])
  const docs = dirname(join(projectRoot, 'docs/asvs.md'))
  expect(records.filter((record) => !record || !existsSync(join(docs, record)))).toEqual([])
})
