import type { Deps } from '../../deps.ts'
import { judgeTries } from '../../domain/tries.ts'
import { readTries } from '../../flows/parts/count.ts'
import { counters } from '../../flows/parts/counters.ts'
import { partnerIn, partnerNames } from '../../flows/parts/partner-names.ts'
import type { Account, Prisma } from '../../generated/prisma/client.ts'
import type { StaffDeps } from './request.ts'

const held = {
  agency: true,
  accounts: {
    orderBy: { identifierKey: 'asc' },
    include: {
      sessions: { orderBy: { createdAt: 'asc' } },
      devices: { orderBy: { createdAt: 'asc' } },
      flows: { orderBy: { createdAt: 'asc' } },
      messages: { orderBy: { createdAt: 'asc' }, include: { deliveries: { orderBy: { at: 'asc' } } } },
      staffActions: { orderBy: { requestedAt: 'asc' } },
    },
  },
  formerEmails: { orderBy: { until: 'asc' } },
  credentials: {
    orderBy: { createdAt: 'asc' },
    include: { accounts: true, freezeLinks: { orderBy: { createdAt: 'asc' } } },
  },
} satisfies Prisma.OwnerInclude

/** Everything held about an owner, as rows. */
export async function readOwnerData(deps: Pick<StaffDeps, 'db' | 'keys' | 'settings'>, ownerId: string, now: Date) {
  const owner = await deps.db.owner.findUniqueOrThrow({ where: { id: ownerId }, include: held })
  const events = await deps.db.event.findMany({
    where: { accountId: { in: owner.accounts.map(({ id }) => id) } },
    include: { detail: true },
    orderBy: { at: 'asc' },
  })
  const tries = await Promise.all(owner.accounts.map((account) => readCounted(deps, account, now)))
  const portals = await partnerNames(deps, [
    ...owner.accounts.flatMap(({ sessions, flows }) => [...sessions, ...flows].map(({ partnerId }) => partnerId)),
    ...events.map(({ facts }) => partnerIn(facts)),
  ])
  return { owner, events, tries, portals }
}

export type OwnerData = Awaited<ReturnType<typeof readOwnerData>>

/** What is counted on an account. Counters on addresses and networks cannot be found from here: they hold a keyed digest. */
async function readCounted(
  deps: Pick<StaffDeps, 'keys' | 'settings'> & Pick<Deps, 'db'>,
  { id, realm, identifier, identifierKey }: Account,
  now: Date,
) {
  const { rules } = deps.settings
  const codes = counters.wrongCodes(realm, id, rules)
  const wrongCodes = await readTries(deps.db, deps, codes)
  const wrongPasswords = await readTries(deps.db, deps, counters.signInsOnIdentifier(realm, identifierKey, rules))
  return { identifier, wrongCodes, wrongPasswords, left: judgeTries(wrongCodes, codes.limits, now).left }
}
