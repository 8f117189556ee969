import type { Deps } from '../deps.ts'
import type { Key, Partner } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'

export interface PartnerShown {
  __typename: 'PartnerShown'
  partner: Partner
  /** Keys of the agencies that it serves. */
  agencies: string[]
  /** The newest first, those that are over included; never their text, which nobody has. */
  keys: Key[]
}

/** A partner as it stands. Nothing changes. Refuses with PartnerRefused. */
export async function showPartner(deps: Pick<Deps, 'db'>, partnerKey: string): Promise<PartnerShown | PartnerRefused> {
  const found = await deps.db.partner.findUnique({
    where: { key: partnerKey },
    include: { keys: { orderBy: { createdAt: 'desc' } } },
  })
  if (!found) return refused([{ field: 'partner', reason: 'UNKNOWN' }])
  const { keys, ...partner } = found
  const agencies = await deps.db.agency.findMany({
    where: { id: { in: partner.agencyIds } },
    orderBy: { key: 'asc' },
    select: { key: true },
  })
  return { __typename: 'PartnerShown', partner, agencies: agencies.map(({ key }) => key), keys }
}
