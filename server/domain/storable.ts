/** A text to look up as it was typed. PostgreSQL's holds no NUL and would answer with an error: nothing is found instead. */
export function storable(text: string): string {
  return text.includes('\0') ? '' : text
}
