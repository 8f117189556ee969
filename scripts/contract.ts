// The contract as a module, so that mocks hold it wherever they run: a browser and a test can import no .graphql file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'

const made = join(projectRoot, 'mocks/generated/contract.ts')

/** Writes mocks/generated/contract.ts when schema.graphql says something else than it does. */
export function ensureContract(): void {
  const schema = readFileSync(join(projectRoot, 'schema.graphql'), 'utf8')
  const text = `/** schema.graphql, word for word: \`npm run generate\` writes it. */\nexport const contract: string = ${JSON.stringify(schema)}\n`
  if (existsSync(made) && readFileSync(made, 'utf8') === text) return
  mkdirSync(dirname(made), { recursive: true })
  writeFileSync(made, text)
}

if (import.meta.main) ensureContract()
