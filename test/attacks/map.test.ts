import { expect, test } from 'vitest'
import { namedTests, runnableFile, tableRows } from '../house/mapped-tests.ts'
import { filesUnder, textOf } from '../house/source.ts'
import { testsOf } from '../house/tests-of.ts'

const page = 'docs/attacks.md'
const tests = namedTests(page)
const clauses = tableRows(page)
  .filter((cells) => cells.length === 2 && cells[0] !== 'what' && !cells[0]?.startsWith('-'))
  .map(([what = '', shown = '']) => ({ what, shown: shown.split(', ').filter(Boolean) }))
const isProof = (shown: string) => shown.startsWith('`npm run ')

test('every check, rule, limit and guarantee names the test that tries it', () => {
  expect(clauses.length).toBeGreaterThanOrEqual(98)
  expect(new Set(clauses.map(({ what }) => what)).size).toBe(clauses.length)
  // A long proof says how much; that it holds at all is a test of every run.
  const bare = clauses.filter(({ shown }) => shown.filter((one) => !isProof(one)).length === 0)
  expect(bare.map(({ what }) => what)).toEqual([
    'Load: a sign-in storm while mail still leaves and other requests stay quick',
  ])
  for (let rule = 1; rule <= 12; rule++)
    expect(
      clauses.some(({ what }) => what.startsWith(`${rule}. `)),
      `rule ${rule}`,
    ).toBe(true)
})

test('each test that it names stands in the file it names, and none is named for nothing', () => {
  const missing = [...tests.values()].filter(({ file, name }) => !testsOf(file).some((one) => one.name === name))
  expect(missing).toEqual([])
  const used = new Set(clauses.flatMap(({ shown }) => shown.filter((one) => !isProof(one))))
  expect([...used].filter((key) => !tests.has(key))).toEqual([])
  expect([...tests.keys()].filter((key) => !used.has(key))).toEqual([])
})

test('each proof that it names is a command', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  const proofs = clauses.flatMap(({ shown }) => shown.filter(isProof)).map((one) => one.slice('`npm run '.length, -1))
  expect(proofs.length).toBeGreaterThan(3)
  expect(proofs.filter((name) => !scripts[name])).toEqual([])
})

test('each file that it names can be run, and no attack of this folder is left out', () => {
  const files = new Set([...tests.values()].map(({ file }) => runnableFile(file)))
  const here = filesUnder('test/attacks').filter(
    (file) => file.endsWith('.test.ts') && file !== 'test/attacks/map.test.ts',
  )
  expect(here.length).toBeGreaterThan(4)
  expect(here.filter((file) => !files.has(file))).toEqual([])
})
