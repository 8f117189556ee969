import ts from 'typescript'
import { textOf } from './source.ts'

export interface NamedTest {
  /** « describe › test », as the file writes it. */
  name: string
  /** The table of its cases (`test.each`), as written; empty for a single test. */
  cases: string
}

/** Every test of a file, read by the compiler's own parser: a name in a comment is no test. */
export function testsOf(file: string): NamedTest[] {
  const found: NamedTest[] = []
  const visit = (node: ts.Node, path: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? namedCall(node) : null
    if (call?.kind === 'test') found.push({ name: [...path, call.name].join(' › '), cases: call.cases })
    const inside = call?.kind === 'describe' ? [...path, call.name] : path
    ts.forEachChild(node, (child) => visit(child, inside))
  }
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true), [])
  return found
}

/** `test('…')`, `describe('…')` and their `.each(…)('…')`; skipped ones are none of these, and prove nothing. */
function namedCall({ expression, arguments: [title] }: ts.CallExpression) {
  if (!title || !ts.isStringLiteralLike(title)) return null
  const each = ts.isCallExpression(expression) ? expression : null
  const callee = each ? each.expression.getText() : expression.getText()
  const kind = callee.replace(/\.each$/, '')
  if (kind !== 'test' && kind !== 'describe') return null
  if ((each !== null) !== callee.endsWith('.each')) return null
  return { kind, name: title.text, cases: each?.arguments[0]?.getText() ?? '' } as const
}
