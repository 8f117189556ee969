import ts from 'typescript'
import { expect, test } from 'vitest'
import { codeUnder, textOf } from './source.ts'

const program = codeUnder('server', 'client', 'web', 'mocks', 'prisma', 'scripts')

/** Places in `files` where the compiler's tree holds what `finds` looks for: comments and texts do not count. */
function places(files: readonly string[], finds: (node: ts.Node) => boolean): string[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true)
    const found: string[] = []
    const visit = (node: ts.Node): void => {
      if (finds(node)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  })
}

const reads = (object: string, property: string) => (node: ts.Node) =>
  ts.isPropertyAccessExpression(node) && node.expression.getText() === object && node.name.text === property

const without = (...starts: string[]) => program.filter((file) => !starts.some((start) => file.startsWith(start)))

test('the environment is read by the settings alone', () => {
  const env = reads('process', 'env')
  expect(places(['server/settings.ts'], env).length).toBeGreaterThan(0)
  // Prisma's own tools are told what to do through theirs.
  expect(places(without('server/settings.ts', 'prisma/schema-engine.mjs'), env)).toEqual([])
})

test('time comes from the clock alone', () => {
  const wallClock = (node: ts.Node) =>
    reads('Date', 'now')(node) ||
    (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) ||
    (ts.isCallExpression(node) && node.expression.getText() === 'Date')
  // An island runs in the owner's browser, where there is no other clock; a mock keeps one of its own.
  expect(places(without('server/clock.ts', 'web/islands/', 'mocks/clock.ts'), wallClock)).toEqual([])
})

test('chance comes from deps.random alone', () => {
  const weak = reads('Math', 'random')
  expect(places(program, weak)).toEqual([])
  const strong = (node: ts.Node) => ts.isIdentifier(node) && /^(randomBytes|randomUUID|randomInt)$/.test(node.text)
  // Made before there are deps: the keys themselves, names of folders, Prisma's own row ids.
  const before = ['server/random.ts', 'server/settings-keys.ts', 'server/database/']
  expect(places(without(...before), strong)).toEqual([])
})

test('a transaction is opened by use-cases, the courier, the audit, the purge and the sandbox alone', () => {
  const opens = (node: ts.Node) => ts.isPropertyAccessExpression(node) && node.name.text === '$transaction'
  const mayOpen =
    /^(server\/flows\/[^/]+\.ts|server\/(staff|partners|sandbox|audit|retention)\/|server\/mail\/(courier|claim|settle|reports\/note-report)\.ts|prisma\/seed\.ts)/
  const opened = places(program, opens)
  expect(opened.length).toBeGreaterThan(0)
  expect(opened.filter((place) => !mayOpen.test(place))).toEqual([])
})

test('no now() in the SQL of a rule: a moved clock moves everything', () => {
  const sql = (node: ts.Node) =>
    (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) &&
    /\b(now\(\)|CURRENT_TIMESTAMP|clock_timestamp\(\))/i.test(node.getText())
  // The bookkeeping of migrations is Prisma's, and the clock itself asks.
  expect(places(without('server/database/migrate.ts', 'server/clock.ts'), sql)).toEqual([])
})

test('nothing is printed past the log, but by scripts and commands', () => {
  const prints = (node: ts.Node) =>
    (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console') ||
    reads('process', 'stdout')(node) ||
    reads('process', 'stderr')(node)
  const mayPrint = [
    'server/cli/',
    'server/main.ts',
    'server/serve.ts',
    'scripts/',
    'prisma/seed.ts',
    'prisma/schema-engine.mjs',
  ]
  expect(places(without(...mayPrint), prints)).toEqual([])
})

test('nothing is left half done or hidden from the compiler', () => {
  const everything = codeUnder('server', 'client', 'web', 'mocks', 'prisma', 'scripts', 'test', 'faults').filter(
    (file) => file !== 'test/house/purity.test.ts',
  )
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)/
  expect(everything.filter((file) => marks.test(textOf(file)))).toEqual([])
  const blind = (node: ts.Node) => ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.AnyKeyword
  expect(places(everything, blind)).toEqual([])
  const idle = (node: ts.Node) =>
    ts.isPropertyAccessExpression(node) &&
    /^(test|it|describe)(\.|$)/.test(node.expression.getText()) &&
    /^(only|skip|todo|fails|skipIf|runIf)$/.test(node.name.text)
  expect(places(codeUnder('test'), idle)).toEqual([])
})
