// `npm run contract:release -- 2026-11-22`: from that day on, schema.graphql is what partners have. Refuses what would break them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Change, CriticalityLevel } from '@graphql-inspector/core'
import { projectRoot } from '../server/database/places.ts'
import { judgeContract } from './judge-contract.ts'

const place = (path: string) => join(projectRoot, path)
const releasedFile = place('docs/partners/released.graphql')
const changelogFile = place('docs/partners/changelog.md')

const sections: { title: string; level: CriticalityLevel }[] = [
  { title: 'Gone, as announced', level: CriticalityLevel.Breaking },
  { title: 'May surprise a program that lists the cases', level: CriticalityLevel.Dangerous },
  { title: 'New', level: CriticalityLevel.NonBreaking },
]

/** What a release tells, as Markdown: the changes that matter to a partner, in the order they matter. */
export function changelogEntry(day: string, changes: readonly Change[]): string {
  const told = sections.flatMap(({ title, level }) => {
    const lines = changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => `- ${message}`)
    return lines.length > 0 ? [`### ${title}\n\n${[...new Set(lines)].sort().join('\n')}`] : []
  })
  return [`## ${day}`, ...told].join('\n\n')
}

async function release(day: string): Promise<string> {
  const ours = readFileSync(place('schema.graphql'), 'utf8')
  if (!existsSync(releasedFile)) {
    publish(ours, `## ${day}\n\nThe first contract.`)
    return 'The first contract is released.'
  }
  const { blocked, changes } = await judgeContract(readFileSync(releasedFile, 'utf8'), ours, day)
  if (blocked.length > 0) throw new Error(`Nothing was released.\n${blocked.join('\n')}`)
  if (changes.length === 0) return 'Partners have this contract already.'
  publish(ours, changelogEntry(day, changes))
  return `${changes.length} changes are released.`
}

function publish(contract: string, entry: string): void {
  const [head = '', ...older] = readFileSync(changelogFile, 'utf8').split(/\n(?=## )/)
  writeFileSync(changelogFile, `${[`${head.trimEnd()}\n`, `${entry}\n`, ...older].join('\n').trimEnd()}\n`)
  writeFileSync(releasedFile, contract)
}

if (import.meta.main) {
  try {
    const [day = ''] = process.argv.slice(2)
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('Say the day: npm run contract:release -- 2026-11-22')
    process.stdout.write(`${await release(day)}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
