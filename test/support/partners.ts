import type { Deps } from '../../server/deps.ts'
import type { Key, Partner } from '../../server/generated/prisma/client.ts'
import { createPartner, type TypedPartner } from '../../server/partners/create-partner.ts'

/** A partner of the agency `tilleuls` (or of those named) with its first key. Throws when one is refused. */
export async function newPartner(
  deps: Pick<Deps, 'db' | 'clock' | 'random'>,
  partnerKey: string,
  typed: TypedPartner = {},
): Promise<{ partner: Partner; key: Key; secret: string }> {
  const names = { name: `Portail ${partnerKey}`, contact: `technique@${partnerKey}.example` }
  const made = await createPartner(deps, partnerKey, { ...names, agencies: ['tilleuls'], ...typed }, 'accueil-2')
  if (made.__typename === 'PartnerRefused') throw new Error(`refused: ${JSON.stringify(made.faults)}`)
  return made
}
