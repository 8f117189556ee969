// `npm run guide:draw`: puts the examples and the people of the sandbox into the partner guide.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'
import { type Example, readJourneys } from '../server/sandbox/guide-examples.ts'
import { magicPeople } from '../server/sandbox/people.ts'

/** The guide with each of its blocks as the files say. `examples`: by their names. Throws on a name that is none. */
export function drawGuide(guide: string, examples: ReadonlyMap<string, Example>): string {
  return guide
    .replace(/(<!-- example: (\S+) -->\n)[\s\S]*?(<!-- \/example -->)/g, (_all, begin, name, end) => {
      const example = examples.get(name)
      if (!example) throw new Error(`the guide shows ${name}, which is no example`)
      return `${begin}\n${draw(example)}\n\n${end}`
    })
    .replace(/(<!-- people -->\n)[\s\S]*?(<!-- \/people -->)/, `$1\n${people()}\n\n$2`)
}

function draw({ document, variables, answer }: Example): string {
  const blocks = [
    ['graphql', document.trimEnd()],
    ...(variables ? [['json', JSON.stringify(variables)]] : []),
    ['json', JSON.stringify({ data: answer }, null, 2)],
  ]
  return blocks.map(([language, text]) => `\`\`\`${language}\n${text}\n\`\`\``).join('\n\n')
}

function people(): string {
  const rows = magicPeople.map(({ accounts, email, happens }) => {
    const others = accounts.slice(1).map(([identifier]) => identifier)
    const verified = email === undefined ? '' : `\`${email}\``
    return `| ${accounts[0]?.[0]}${others.length > 0 ? ` (${others.join(', ')})` : ''} | ${happens} | ${verified} |`
  })
  return ['| identifier | what happens | verified address |', '| --- | --- | --- |', ...rows].join('\n')
}

export const guidePath = join(projectRoot, 'docs/partners/guide.md')

export function readExamples(): Map<string, Example> {
  return new Map(readJourneys().flatMap(({ steps }) => steps.map((step) => [step.name, step] as const)))
}

if (import.meta.main) writeFileSync(guidePath, drawGuide(readFileSync(guidePath, 'utf8'), readExamples()))
