// `npm run build`, and what `npm start` and `npm test` call first: makes what is missing or older than its sources.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { projectRoot } from '../server/database/places.ts'
import { childEnvironment } from '../server/settings.ts'
import { ensureContract } from './contract.ts'
import { digestOf, isStale, noteMade, type Product } from './stamp.ts'

const generated: Product = {
  sources: ['prisma/schema.prisma', 'prisma.config.ts', 'schema.graphql', 'tsconfig.json', 'package-lock.json'],
  outputs: ['server/generated/prisma/client.ts', 'server/generated/pothos.ts', 'client/graphql-env.d.ts'],
  stamp: 'server/generated/.stamp',
}
const documents: Product = {
  sources: ['web', 'client', 'scripts/site-documents.ts', 'package-lock.json'],
  outputs: ['server/generated/site-documents.ts'],
  stamp: 'server/generated/.documents-stamp',
}
const site: Product = {
  sources: ['web', 'client', 'schema.graphql', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'],
  outputs: ['build/server/index.js', 'build/client'],
  stamp: 'build/.stamp',
}

/** Prisma's client, the types and the text of the GraphQL contract, and the site's documents by their ids. */
export function ensureGenerated(): void {
  ensureContract()
  ensure(generated, 'Generating the database client and the contract’s types…', [
    ['node_modules/prisma/build/index.js', 'generate'],
    ['node_modules/gql.tada/bin/cli.js', 'generate-output'],
  ])
  ensure(documents, 'Listing the site’s documents…', [['scripts/site-documents.ts']])
}

/** The site's pages and files. */
export function ensureBuilt(): void {
  ensureGenerated()
  ensure(site, 'Building the site…', [['node_modules/@remix-run/dev/dist/cli.js', 'vite:build']])
}

function ensure(product: Product, words: string, commands: [script: string, ...args: string[]][]): void {
  if (!isStale(product)) return
  alone(() => {
    if (!isStale(product)) return
    process.stdout.write(`${words}\n`)
    const digest = digestOf(product)
    for (const [script, ...args] of commands) run(script, args)
    noteMade(product, digest)
  })
}

/** Two builds into one folder spoil each other: the second waits. The system's own lock: it dies with its holder. */
function alone(work: () => void): void {
  const dir = join(projectRoot, 'node_modules/.cache')
  mkdirSync(dir, { recursive: true })
  const lock = new DatabaseSync(join(dir, 'connexion-build.lock'))
  try {
    lock.exec('PRAGMA busy_timeout = 300000; BEGIN EXCLUSIVE')
    work()
  } finally {
    lock.close()
  }
}

/** The tools by their files, and theirs in PATH first: nothing depends on who calls, npm or a bare `node`. */
function run(script: string, args: string[]): void {
  const tools = join(projectRoot, 'node_modules/.bin')
  const PATH = [tools, childEnvironment({}).PATH].join(delimiter)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectRoot, script), ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: childEnvironment({ NODE_ENV: 'production', VITEST: '', PATH }),
  })
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
}

if (import.meta.main) ensureBuilt()
