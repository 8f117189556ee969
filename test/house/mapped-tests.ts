import { basename, dirname } from 'node:path'
import { filesUnder, textOf } from './source.ts'

/** The cells of every line of a page's tables. */
export function tableRows(page: string): string[][] {
  return textOf(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()))
}

/** The tests that a page names in its last table, by their keys. */
export function namedTests(page: string): Map<string, { file: string; name: string }> {
  return new Map(
    tableRows(page)
      .filter(([key]) => /^[A-Z]\d+$/.test(key ?? ''))
      .map(([key = '', file = '', name = '']) => [key, { file: file.replaceAll('`', ''), name }]),
  )
}

/** The file that vitest runs for a named one: journeys are played by whichever test file of their folder imports them. */
export function runnableFile(file: string): string {
  if (file.endsWith('.test.ts')) return file
  const runner = filesUnder(dirname(file)).find(
    (other) => other.endsWith('.test.ts') && textOf(other).includes(`'./${basename(file)}'`),
  )
  if (!runner) throw new Error(`no test file imports ${file}`)
  return runner
}
