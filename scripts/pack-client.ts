// `npm run pack:client`: the client and the mocks as other people install them, in dist/package.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../server/database/places.ts'
import { ensureGenerated } from './build.ts'

const out = join(projectRoot, 'dist/package')
const root = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest

interface Manifest {
  name: string
  version: string
  description: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

ensureGenerated()
rmSync(out, { recursive: true, force: true })
emit()
// Written by hand or by gql.tada, and hence not emitted.
cpSync(join(projectRoot, 'client/graphql-env.d.ts'), join(out, 'client/graphql-env.d.ts'))
cpSync(join(projectRoot, 'schema.graphql'), join(out, 'schema.graphql'))
cpSync(join(projectRoot, 'mocks/README.md'), join(out, 'README.md'))
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
process.stdout.write(`${relative(projectRoot, out)} is ready: npm pack ${relative(projectRoot, out)}\n`)

/** Node refuses TypeScript under node_modules: what is published is JavaScript, and its types beside it. */
function emit(): void {
  const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile)
  const compilerOptions = {
    ...config.compilerOptions,
    noEmit: false,
    noEmitOnError: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: '.',
    outDir: out,
    plugins: [],
    types: [],
  }
  const parsed = ts.parseJsonConfigFileContent({ compilerOptions, include: ['client', 'mocks'] }, ts.sys, projectRoot)
  const program = ts.createProgram(parsed.fileNames, parsed.options)
  const found = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  if (found.length === 0) return
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => projectRoot,
    getNewLine: () => '\n',
  }
  throw new Error(`The package was not emitted:\n${ts.formatDiagnostics(found, host)}`)
}

function manifest() {
  const { version, description, dependencies, devDependencies } = root
  const wild = (folder: string) => ({ types: `./${folder}/*.d.ts`, default: `./${folder}/*.js` })
  return {
    name: root.name,
    version,
    description,
    type: 'module',
    exports: { './client/*': wild('client'), './mocks/*': wild('mocks'), './schema.graphql': './schema.graphql' },
    dependencies: { 'gql.tada': devDependencies['gql.tada'] },
    peerDependencies: {
      '@urql/core': `>=${dependencies['@urql/core']}`,
      graphql: `^${dependencies.graphql}`,
      msw: `>=${devDependencies.msw}`,
    },
    peerDependenciesMeta: { '@urql/core': { optional: true }, msw: { optional: true } },
  }
}
