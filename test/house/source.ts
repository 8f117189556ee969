import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../../server/database/places.ts'

export interface Import {
  /** As written: './x.ts', 'node:fs', 'hono/compress'. */
  specifier: string
  /** A file of the project (from its root), or null for a package. */
  file: string | null
  /** Erased by the compiler: it makes no file depend on another at run time. */
  typeOnly: boolean
  reExport: boolean
}

const made = new Set(['generated', 'node_modules', 'build', '.data', '.git', '.cache'])

/** The project's own files under `dirs`, from its root; what is generated is left out. */
export function filesUnder(...dirs: string[]): string[] {
  return dirs.flatMap((dir) => {
    const path = join(projectRoot, dir)
    // A room of the design that nothing has moved into yet: git keeps no empty folder.
    if (!existsSync(path)) return []
    if (statSync(path).isFile()) return [dir]
    const names = readdirSync(path).filter((name) => !made.has(name))
    return names.flatMap((name) => filesUnder(join(dir, name)))
  })
}

export function codeUnder(...dirs: string[]): string[] {
  return filesUnder(...dirs).filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts'))
}

export function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8')
}

/** Every import of a file, read by the compiler's own parser: a pattern would miss one or see one in a comment. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true)
  const found: Import[] = []
  const note = (specifier: ts.Node | undefined, typeOnly: boolean, reExport = false) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    found.push({ specifier: specifier.text, file: resolve(file, specifier.text), typeOnly, reExport })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeImport(node.importClause))
    if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly, true)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal, true)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  if (clause.name || !named || !ts.isNamedImports(named)) return false
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly)
}

function resolve(from: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('#server/')) return bare.slice(1)
  if (!bare.startsWith('.')) return null
  const path = normalize(join(dirname(from), bare))
  return relative(projectRoot, join(projectRoot, path))
}
