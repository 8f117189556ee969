// The documents that the site asks, by their ids, as a module of the server: it runs none but these for the site.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringifyDocument } from '@urql/core'
import type { DocumentNode } from 'graphql'
import ts from 'typescript'
import { projectRoot } from '../server/database/places.ts'
import { documentId } from '../web/document-id.server.ts'

const made = 'server/generated/site-documents.ts'

/** Every operation of client/ that a file of web/ imports: its id and its text. */
export async function readSiteDocuments(): Promise<Record<string, string>> {
  const web = join(projectRoot, 'web')
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const asked = new Map<string, string>()
  for (const file of files) {
    for (const { module, name } of importsFromClient(join(web, file))) {
      const value: unknown = (await import(join(projectRoot, 'client', module)))[name]
      if (isOperation(value)) asked.set(documentId(value), stringifyDocument(value))
    }
  }
  return Object.fromEntries([...asked].toSorted())
}

function* importsFromClient(path: string): Generator<{ module: string; name: string }> {
  const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  for (const statement of statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const module = /\/client\/([\w-]+\.ts)$/.exec(statement.moduleSpecifier.text)?.[1]
    const named = statement.importClause?.namedBindings
    if (!module || !named || !ts.isNamedImports(named)) continue
    for (const { name, propertyName } of named.elements) yield { module, name: (propertyName ?? name).text }
  }
}

function isOperation(value: unknown): value is DocumentNode {
  if (typeof value !== 'object' || value === null || !('definitions' in value)) return false
  return Array.isArray(value.definitions) && value.definitions.some(({ kind }) => kind === 'OperationDefinition')
}

if (import.meta.main) {
  const text = JSON.stringify(await readSiteDocuments(), null, 2)
  const words = '/** The documents that the site asks, by their ids: `npm run generate` writes it. */'
  writeFileSync(
    join(projectRoot, made),
    `${words}\nexport const siteDocuments: Readonly<Record<string, string>> = ${text}\n`,
  )
}
