import { createContext, useContext } from 'react'

/** What the document knows of its own response. Nothing is hydrated, so a context set by the server is enough. */
export interface DocumentFacts {
  nonce: string
  reference: string
  now: Date
  /** The form was refused: the title begins with « Erreur : ». */
  refused: boolean
}

export const DocumentContext = createContext<DocumentFacts>({
  nonce: '',
  reference: '',
  now: new Date(0),
  refused: false,
})
export const useDocument = () => useContext(DocumentContext)
