import type { Random } from '../deps.ts'

// Nothing that is misheard or misread on the telephone: no I, O, 0, 1.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** What an owner reads out when a page breaks, to find the log line by. Example: A7K-42P. */
export function createReference(random: Random): string {
  const text = [...random.bytes(6)].map((byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 3)}-${text.slice(3)}`
}
