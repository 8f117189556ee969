import { normalIssuedPassword } from '../../domain/issued-password.ts'
import type { HashingSettings } from '../../hasher.ts'
import type { Problem } from './problems.ts'
import { findLookalike, isSpreadsheetNumber } from './text.ts'

/** An issued password as the file gives it. Only `STORED` is kept as it comes; the others are hashed by our setting. */
export type IssuedPassword =
  | { kind: 'CLEAR'; normal: string }
  | { kind: 'DIGEST'; scheme: 'MD5' | 'SHA1'; hex: string }
  | { kind: 'STORED'; scheme: 'AS_TYPED' | 'BCRYPT'; hash: string; own: boolean }

/** What stands in the refused-rows file instead of the password. */
export const maskedPassword = '••••••'

const shortestClear = 4
const longestClear = 128
const digests = { md5: { scheme: 'MD5', digits: 32 }, sha1: { scheme: 'SHA1', digits: 40 } } as const
/** Issue 2: argon2id up to m = 65536 KiB and t = 4; bcrypt up to cost 12. A dearer one would stall every sign-in. */
const greatest = { memoryKiB: 65_536, passes: 4, lanes: 4, bcryptCost: 12 }

/** Reads the `mot_de_passe` cell. Anything that looks like a hash and is not one we can check is refused. */
export function readIssuedPassword(text: string, own: HashingSettings): IssuedPassword | Omit<Problem, 'column'> {
  if (/^[•*]+$/.test(text)) return { code: 'PASSWORD_MASKED' }
  if (isSpreadsheetNumber(text)) return { code: 'SPREADSHEET_NUMBER' }
  if (/^\$argon2/i.test(text)) return readArgon2(text, own)
  if (/^\$2[a-z]?\$/i.test(text)) return readBcrypt(text)
  const digest = /^(md5|sha1)\s*:\s*(.*)$/i.exec(text)
  if (digest) return readDigest(digest[1] ?? '', digest[2] ?? '')
  if (looksHashed(text)) return { code: 'PASSWORD_FORM' }
  const normal = normalIssuedPassword(text)
  const length = [...normal].length
  if (length < shortestClear) return { code: 'PASSWORD_TOO_SHORT', values: [shortestClear] }
  if (length > longestClear) return { code: 'CELL_TOO_LONG', values: [longestClear] }
  // No sign is named: not even one character of a password belongs in a report.
  if (findLookalike(normal, true)) return { code: 'LOOKALIKE', values: [] }
  return { kind: 'CLEAR', normal }
}

/** Hash strings of other programs, or a bare digest whose kind only its length tells. */
function looksHashed(text: string): boolean {
  return (
    /^\$[A-Za-z0-9-]{1,12}\$/.test(text) ||
    /^\{[A-Za-z0-9-]+\}/.test(text) ||
    /^(sha|ssha|md|pbkdf2|bcrypt|scrypt|argon2|crypt|ntlm)[a-z0-9_-]*[:$]/i.test(text) ||
    /^(0x)?([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)
  )
}

function readArgon2(text: string, own: HashingSettings): IssuedPassword | Omit<Problem, 'column'> {
  const form =
    /^\$argon2id\$v=19\$([mtp]=\d{1,9},[mtp]=\d{1,9},[mtp]=\d{1,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
  const [, parameters = '', salt = '', tag = ''] = form.exec(text) ?? []
  // Programs differ in the order they write the three in.
  const given = new Map(parameters.split(',').map((one) => [one.slice(0, 1), Number(one.slice(2))]))
  const [memoryKiB, passes, lanes] = [given.get('m'), given.get('t'), given.get('p')]
  if (memoryKiB === undefined || passes === undefined || lanes === undefined || !isBase64(salt) || !isBase64(tag)) {
    return { code: 'ARGON2_FORM' }
  }
  if (memoryKiB > greatest.memoryKiB || passes > greatest.passes || lanes > greatest.lanes) {
    return { code: 'ARGON2_COST', values: [greatest.memoryKiB, greatest.passes, greatest.lanes] }
  }
  // RFC 9106 §3.1: at least one pass, one lane, and 8 KiB of memory a lane.
  if (passes < 1 || lanes < 1 || memoryKiB < 8 * lanes) return { code: 'ARGON2_FORM' }
  const isOwn = memoryKiB === own.memoryKiB && passes === own.passes && lanes === own.lanes
  return { kind: 'STORED', scheme: 'AS_TYPED', hash: text, own: isOwn }
}

/** Base64 without padding has no spelling of 4n + 1 characters. */
function isBase64(text: string): boolean {
  return text.length % 4 !== 1
}

function readBcrypt(text: string): IssuedPassword | Omit<Problem, 'column'> {
  const [, version, cost, rest] = /^\$2([aby])\$(\d{2})\$([./A-Za-z0-9]{53})$/.exec(text) ?? []
  if (cost === undefined || Number(cost) < 4) return { code: 'BCRYPT_FORM' }
  if (Number(cost) > greatest.bcryptCost) return { code: 'BCRYPT_COST', values: [greatest.bcryptCost] }
  // $2y$ is PHP's name for $2b$: one spelling at rest, so that a second import finds it unchanged.
  return { kind: 'STORED', scheme: 'BCRYPT', hash: `$2${version === 'y' ? 'b' : version}$${cost}$${rest}`, own: false }
}

function readDigest(kind: string, hex: string): IssuedPassword | Omit<Problem, 'column'> {
  const { scheme, digits } = kind.toLowerCase() === 'md5' ? digests.md5 : digests.sha1
  const trimmed = hex.trim().toLowerCase()
  if (!/^[0-9a-f]+$/.test(trimmed) || trimmed.length !== digits) return { code: 'DIGEST_FORM', values: [digits] }
  return { kind: 'DIGEST', scheme, hex: trimmed }
}
