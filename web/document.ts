import { createContext, useContext } from 'react'
import type { StopFacts } from './stop-facts.ts'

/** What the document knows of its own response. Nothing is hydrated, so a context set by the server is enough. */
export interface DocumentFacts {
  nonce: string
  reference: string
  now: Date
  /** The form was refused: the title begins with « Erreur : ». */
  refused: boolean
  /** Why the page stops the journey; `broken`: a fault of ours; null: it does not stop. */
  stop: StopFacts | { stop: 'broken' } | null
}

export const DocumentContext = createContext<DocumentFacts>({
  nonce: '',
  reference: '',
  now: new Date(0),
  refused: false,
  stop: null,
})
export const useDocument = () => useContext(DocumentContext)
