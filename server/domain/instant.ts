/** An ISO 8601 instant as a program sent it; null: none, or of a year that nobody means. */
export function readInstant(value: unknown): Date | null {
  const instant = new Date(String(value))
  const year = instant.getUTCFullYear()
  // NaN: no instant at all. PostgreSQL's years end elsewhere than JavaScript's, and outside these none is ever meant.
  return year >= 1 && year <= 9999 ? instant : null
}
