const titles: Record<string, string> = {
  m: 'M.',
  mr: 'M.',
  mister: 'M.',
  monsieur: 'M.',
  mme: 'Mme',
  mrs: 'Mme',
  ms: 'Mme',
  madame: 'Mme',
  // « Mademoiselle » left French forms in 2012 (circulaire n° 5575/SG).
  mlle: 'Mme',
  mademoiselle: 'Mme',
}

/** « Monsieur », « MR », « m » become « M. »: what pages and mails greet with. Couples and companies keep their own. */
export function readTitle(text: string): string {
  const words = text.toLowerCase().replace(/\./g, ' ').trim().split(/\s+/)
  const joined = words.map((word) => titles[word] ?? (word === 'et' || word === 'ou' || word === '&' ? 'et' : null))
  return joined.every((word) => word !== null) && joined.length <= 3 ? joined.join(' ') : text
}
