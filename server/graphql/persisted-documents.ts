import { type DocumentNode, GraphQLError, parse, specifiedRules, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { siteDocuments } from '../generated/site-documents.ts'
import { depthAndAliases, greatestTokens, oneRootFieldPerMutation } from './limits.ts'
import { schema } from './schema.ts'

/**
 * The site's documents by their ids (GraphQL over HTTP, Appendix A: `documentId`), read and judged once, when the API is
 * opened. Promise: whoever comes in as the site runs one of them or nothing; a text is refused, and so is an id from
 * anybody else, since ids change with the pages. Refuses with DOCUMENT_ID_NEEDED, DOCUMENT_UNKNOWN.
 */
export function persistedDocuments(): Plugin {
  const prepared = prepare()
  const judged = new WeakSet<object>(prepared.values())
  return {
    onParams({ params, setParams, context }) {
      const persisted = 'persisted' in context && context.persisted === true
      const asked: { query?: unknown; documentId?: unknown } = params
      if (asked.query != null) {
        if (persisted) throw refused('DOCUMENT_ID_NEEDED', 'Send the id of a document of the site.')
        return
      }
      if (asked.documentId === undefined) return
      const { documentId, ...others } = asked
      const known = persisted && typeof documentId === 'string' && Object.hasOwn(siteDocuments, documentId)
      if (!known) throw refused('DOCUMENT_UNKNOWN', 'Unknown document id: send the document itself.')
      setParams({ ...others, query: siteDocuments[documentId] ?? '' })
    },
    // By its text, like everything that Yoga keeps: under a name of its own, a stranger's text of that name would spoil it.
    onParse({ params, setParsedDocument }) {
      const document = prepared.get(String(params.source))
      if (document) setParsedDocument(document)
    },
    onValidate({ params, setResult }) {
      if (judged.has(params.documentAST)) setResult([])
    },
  }
}

let kept: ReadonlyMap<string, DocumentNode> | null = null

/** Each document by its text. Throws when one is not of the contract, or breaks a limit that everybody's are held to. */
function prepare(): ReadonlyMap<string, DocumentNode> {
  kept ??= new Map(Object.values(siteDocuments).map((text) => [text, read(text)]))
  return kept
}

function read(text: string): DocumentNode {
  const document = parse(text, { maxTokens: greatestTokens })
  const [fault] = validate(schema, document, [...specifiedRules, oneRootFieldPerMutation, depthAndAliases])
  if (fault) throw new Error(`A document of the site is refused: ${fault.message}\n${text}`)
  return document
}

const refused = (code: string, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } })
