import { asLatin, mixesAlphabets } from './latin-look.ts'
import { unicodeDomain } from './punycode.ts'
import type { EmailReason } from './refusals.ts'

const greatestLength = 254
const greatestLocalLength = 64
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const localPart = new RegExp(`^${atom}(?:\\.${atom})*$`)
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/**
 * A typed address in its canonical form, or why it cannot be one. Own strict parser (RFC 5321 dot-atom only): quoted
 * local parts, comments and letters outside ASCII before the @ are refused, so that what is compared, stored and put
 * into an envelope is one and the same string (security.md rule 4), in lower case throughout: mail servers in use do not
 * tell case apart, phones capitalise the first letter. What a hand of eighty mistypes is repaired:
 * spaces around, a comma for a dot, a full-width @, `mailto:`, angle brackets.
 */
export function readEmail(typed: string): { address: string } | { reason: EmailReason } {
  const text = repair(typed)
  if (text === '') return { reason: 'EMPTY' }
  if (text.length > greatestLength) return { reason: 'TOO_LONG' }
  if (/^"[^"]*"@/.test(text)) return { reason: 'QUOTED' }
  if (/\s/u.test(text)) return { reason: 'SPACES' }
  const at = text.lastIndexOf('@')
  if (at < 0) return { reason: 'NO_AT' }
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (!domain.includes('.') || domain.startsWith('.') || domain.endsWith('.')) return { reason: 'NO_DOMAIN' }
  if (mixesAlphabets(domain)) return { reason: 'LOOK_ALIKE' }
  const ascii = asciiDomain(domain)
  if (ascii && mixesAlphabets(unicodeDomain(ascii))) return { reason: 'LOOK_ALIKE' }
  if (ascii && /[^\p{ASCII}]/u.test(local) && localPart.test(asLatin(local))) return { reason: 'ACCENTS' }
  if (!ascii || local.length > greatestLocalLength || !localPart.test(local)) return { reason: 'MALFORMED' }
  const address = `${local.toLowerCase()}@${ascii}`
  return address.length > greatestLength ? { reason: 'TOO_LONG' } : { address }
}

/** « m•••@orange.fr »: enough for its owner to recognise, too little for a stranger to write to. */
export function maskEmail(address: string): string {
  return `${address.slice(0, 1)}•••${address.slice(address.lastIndexOf('@'))}`
}

function repair(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^\s*mailto:/i, '')
    .replace(/^<(.*)>$/, '$1')
    .replaceAll(',', '.')
    .trim()
}

function asciiDomain(domain: string): string | null {
  // Only letters, digits, hyphens and dots reach the URL parser: it would read « : », « / » or « @ » its own way.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null
  let host: string
  try {
    host = new URL(`http://${domain}`).hostname
  } catch {
    return null
  }
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  return labels.every((part) => label.test(part)) && /^[a-z]/.test(top) && top.length > 1 ? host : null
}
