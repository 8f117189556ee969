import { readEmail } from './email-address.ts'
import { nearestDomain, suggestEmail } from './email-suggestion.ts'
import { asLatin } from './latin-look.ts'
import { knownDomains } from './mail-providers.ts'

/** Without Alt Gr, the key of the @ types « à » on a French keyboard, « 2 » on an English one. */
const missedAt = /(?:[à0"'2#&§]|[([]at[)\]]|arr?obase)$/

/** Longer than any address that a hand typed: nothing below looks at a megabyte. */
const greatestTyped = 300

/** Longest first: « hotmail.fr » ends with « mail.fr ». */
const ends = [...knownDomains].toSorted((a, b) => b.length - a.length)

/**
 * What was plainly meant by a typed address that cannot be one: « andré@orange.fr », « marieàorange.fr »,
 * « marie@gmailcom ». Null: nothing plain. Only ever shown, for its owner to take or leave.
 */
export function mendEmail(typed: string): string | null {
  if (typed.length > greatestTyped) return null
  const text = typed
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/@+/g, '@')
    .replace(/[.,;:!]+$/, '')
  const at = placeOfAt(text.replace(/\s*@\s*/, '@'))
  if (!at) return null
  const local = asLatin(at.local)
  const domain = at.domain.replace(/\s+/g, '').replaceAll(',', '.').replaceAll('@', '.')
  const whole = readEmail(`${local}@${domain}`)
  if ('address' in whole) return suggestEmail(whole.address) ?? whole.address
  const nearest = nearestDomain(domain)
  if (!nearest || nearest.certainty === 'FAR') return null
  const mended = readEmail(`${local}@${nearest.domain}`)
  return 'address' in mended ? mended.address : null
}

function placeOfAt(text: string): { local: string; domain: string } | null {
  const first = text.indexOf('@')
  if (first >= 0) {
    const [local, domain] = [text.slice(0, first), text.slice(first + 1)]
    // « marie@gmail@com »: only where a provider comes out of it; « a@b@c.fr » says nothing.
    return domain.includes('@') && !knownDomains.has(domain.replaceAll('@', '.')) ? null : { local, domain }
  }
  const domain = ends.find((end) => text.endsWith(end))
  if (!domain) return null
  const local = text
    .slice(0, -domain.length)
    .replace(/\s+$/, '')
    .replace(missedAt, '')
    .replace(/[.\s]+$/, '')
  return local === '' ? null : { local, domain }
}
