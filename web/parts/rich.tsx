import type { Rich as RichText } from '../words/typography.ts'

/** A sentence of the catalogue with its stressed words. */
export function Rich({ text }: { text: RichText }) {
  return text.map((part) => (typeof part === 'string' ? part : <strong key={part.strong}>{part.strong}</strong>))
}
