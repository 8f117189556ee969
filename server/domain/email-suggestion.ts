import { asLatin } from './latin-look.ts'
import { knownDomains, mailProviders } from './mail-providers.ts'
import { type Certainty, likeness } from './provider-likeness.ts'
import { unicodeDomain } from './punycode.ts'

/** What the DNS says of the domain as it was typed. */
type Found = 'HOSTS' | 'NONE' | 'UNSURE'

const asked: Readonly<Record<Found, readonly Certainty[]>> = {
  HOSTS: ['SURE'],
  UNSURE: ['SURE', 'LIKELY'],
  NONE: ['SURE', 'LIKELY', 'FAR'],
}

/**
 * The address that was probably meant by `address`, when its domain is a slip away from a provider's; null: it is taken
 * as it is. A domain that is known, or that looks like no provider's, is never questioned: a wrong « Vouliez-vous
 * écrire » sends an owner's code to a stranger.
 */
export function suggestEmail(address: string, found: Found = 'UNSURE'): string | null {
  const at = address.lastIndexOf('@')
  const nearest = nearestDomain(address.slice(at + 1).toLowerCase())
  return at > 0 && nearest && asked[found].includes(nearest.certainty)
    ? `${address.slice(0, at)}@${nearest.domain}`
    : null
}

/** The provider's domain that is nearest to a typed one, well-formed or not (« gmailcom », « orange.f »). */
export function nearestDomain(typed: string): { domain: string; certainty: Certainty } | null {
  if (knownDomains.has(typed)) return null
  const plain = asLatin(unicodeDomain(typed))
  const candidates = mailProviders.flatMap((provider) =>
    provider.ends.flatMap((end) => {
      const like = likeness(plain, provider, end)
      return like ? [{ ...like, domain: `${provider.name}.${end}` }] : []
    }),
  )
  // Sorting is stable: of two that are as near, the commoner one.
  return candidates.toSorted((a, b) => a.cost - b.cost)[0] ?? null
}
