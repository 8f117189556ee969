export const codeDigits = 8

/**
 * Eight uniform digits out of a keyed digest. `digest(round)` gives at least 4 bytes; a draw past the last whole
 * multiple of 10^8 is thrown away and the next round asked for (no digit is likelier than another).
 */
export function codeFromDigest(digest: (round: number) => Uint8Array): string {
  const span = 10 ** codeDigits
  const fair = 2 ** 32 - (2 ** 32 % span)
  for (let round = 0; ; round++) {
    const bytes = digest(round)
    for (let i = 0; i + 4 <= bytes.length; i += 4) {
      const draw = new DataView(bytes.buffer, bytes.byteOffset + i, 4).getUint32(0)
      if (draw < fair) return String(draw % span).padStart(codeDigits, '0')
    }
  }
}

export type CodeReading = { digits: string } | { fault: 'EMPTY' | 'LETTERS' | 'LENGTH' | 'SEVERAL'; count: number }

/**
 * What an owner typed or pasted, as 8 digits: spaces, hyphens, no-break spaces and full-width digits do not hurt, and
 * a whole sentence or mail that holds one run of 8 digits is read too. A longer number (a telephone) is never cut into
 * one. Two different runs: asks again (never guess).
 */
export function readCode(typed: string): CodeReading {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { fault: 'EMPTY', count: 0 }
  const joined = text.replace(/[\s\p{Pd}\p{Cf}.]/gu, '')
  const onlyDigits = /^[0-9]+$/.test(joined)
  if (onlyDigits && joined.length === codeDigits) return { digits: joined }

  const unbroken = text.match(/[0-9]+/g) ?? []
  // Among digits alone every run must be a code (« 12345678 9 » is one digit too many); among words one may be.
  const whole = onlyDigits && unbroken.some((run) => run.length !== codeDigits) ? [] : codesOf(unbroken)
  const spaced = onlyDigits ? [] : (text.match(/[0-9](?:[\s\p{Pd}\p{Cf}]?[0-9])*/gu) ?? [])
  const codes = whole.length > 0 ? whole : codesOf(spaced.map((run) => run.replace(/[^0-9]/g, '')))
  const [digits] = codes
  if (digits && codes.length === 1) return { digits }
  if (digits) return { fault: 'SEVERAL', count: codes.length }
  return { fault: onlyDigits ? 'LENGTH' : 'LETTERS', count: joined.length }
}

/** Whether a typed text will be compared with anything; then it is counted first (security.md rule 2). */
export const isCode = (typed: string) => !('fault' in readCode(typed))

const codesOf = (runs: readonly string[]) => [...new Set(runs.filter((run) => run.length === codeDigits))]
