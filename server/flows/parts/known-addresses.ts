import type { Deps, Tx } from '../../deps.ts'

/**
 * Every address we know of an owner: what closes or opens an account is told to all of them, so that whoever talked the
 * service into something is never the only one who hears. Known are the address that the next code would go to, those
 * of open accounts, and whatever mail went to within the last thirty days: the present one may be the thief's. An
 * address that was left before that is written to no longer.
 */
export async function knownAddresses(
  tx: Pick<Tx, 'credential' | 'formerEmail'>,
  deps: Pick<Deps, 'settings'>,
  ownerId: string,
  now: Date,
): Promise<string[]> {
  const credentials = await tx.credential.findMany({
    where: { ownerId },
    orderBy: { emailVerifiedAt: 'desc' },
    include: { accounts: { where: { state: { in: ['ACTIVE', 'FROZEN'] } }, select: { id: true } } },
  })
  const since = new Date(now.getTime() - deps.settings.rules.emailDoubtDays * 86_400_000)
  const former = await tx.formerEmail.findMany({
    where: { ownerId, until: { gt: since } },
    orderBy: { until: 'desc' },
  })
  const present = credentials.filter(({ accounts }, i) => i === 0 || accounts.length > 0)
  return [...new Set([...present, ...former].map(({ email }) => email))]
}
