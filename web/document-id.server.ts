import { createHash } from 'node:crypto'
import { type Exchange, makeOperation, mapExchange, stringifyDocument } from '@urql/core'
import type { DocumentNode } from 'graphql'

const known = new WeakMap<object, string>()

/**
 * `sha256:…` of a document's text, as GraphQL over HTTP names a persisted one (Appendix A). `npm run generate` lists the
 * site's documents under it for the API, by this same function.
 */
export function documentId(document: DocumentNode): string {
  const id = known.get(document) ?? `sha256:${createHash('sha256').update(stringifyDocument(document)).digest('hex')}`
  known.set(document, id)
  return id
}

/** Makes urql send each document by its id alone: that is what it does with one that has an id and no definition. */
export const sendIds: Exchange = mapExchange({
  onOperation: (operation) => {
    const { query } = operation
    const named = Object.assign({ ...query, definitions: [] }, { documentId: documentId(query) })
    return makeOperation(operation.kind, { ...operation, query: named })
  },
})
