import type { Letter } from './people.ts'
import type { Site } from './site.ts'

interface OpenAccounts {
  identifiers?: string[]
  email: string
  password: string
  lastName?: string
}

/** An owner whose accounts are open and share one password, as a migration of some months ago left them. */
export async function openAccounts(
  { deps, people }: Site,
  { email, password, ...person }: OpenAccounts,
): Promise<[Letter, ...Letter[]]> {
  const letters = await people.owner(person)
  const place = deps.hasher.admit()
  if (!place) throw new Error('the hasher is full')
  const passwordHash = await place.hash(password)
  place.release()
  const at = new Date(deps.clock.now().getTime() - 90 * 86_400_000)
  const { id: credentialId } = await deps.db.credential.create({
    data: {
      ownerId: letters[0].ownerId,
      email,
      emailVerifiedAt: at,
      passwordHash,
      passwordChangedAt: at,
      createdAt: at,
    },
  })
  await deps.db.account.updateMany({
    where: { id: { in: letters.map(({ accountId }) => accountId) } },
    data: { state: 'ACTIVE', credentialId },
  })
  return letters
}
