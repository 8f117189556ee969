import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { read } from '../support/visit.ts'

/** The page shows each of these sentences, as its reader sees it: what is folded away or hidden does not count. */
export async function expectShown(page: Page, ...sentences: string[]): Promise<void> {
  const shown = await read(page)
  for (const sentence of sentences) expect(shown).toContain(sentence)
}

/** The rules of a new password and the advice beside them, the same on the three pages where one is chosen. */
export const passwordRules = [
  'Nouveau mot de passe',
  '8 caractères minimum',
  'au moins une majuscule',
  'au moins une minuscule',
  'au moins un chiffre',
  "Évitez les mots familiers (nom de famille, date de naissance). Évitez de reprendre le mot de passe d'un autre compte.",
]

/** A mail's text as one reads it. */
export const inFull = (mail: { text: string }) => mail.text.replaceAll('\u00a0', ' ')
