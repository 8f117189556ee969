import type { Tx } from '../deps.ts'
import { identifierKey } from '../domain/identifier.ts'
import { type MagicPerson, magicPeople } from './people.ts'
import type { Secrets } from './secrets.ts'

const day = 86_400_000

/** Writes everybody of the table into an empty realm, as owners of this agency. */
export async function makePeople(
  tx: Tx,
  { realm, agencyId }: { realm: string; agencyId: string },
  secrets: Secrets,
  now: Date,
): Promise<void> {
  const createdAt = new Date(now.getTime() - 365 * day)
  const owners = await tx.owner.createManyAndReturn({
    data: magicPeople.map((person) => ({
      ...{ realm, agencyId, createdAt, key: keyOf(person) },
      ...{ title: 'Mme', firstName: 'Odette', lastName: person.lastName },
    })),
    select: { id: true, key: true },
  })
  const ownerIds = new Map(owners.map(({ id, key }) => [key, id]))
  const ownerId = (person: MagicPerson) => ownerIds.get(keyOf(person)) ?? ''
  const verifiedAt = new Date(now.getTime() - 60 * day)
  const instants = { passwordChangedAt: verifiedAt, emailVerifiedAt: verifiedAt, createdAt: verifiedAt }
  const credentials = await tx.credential.createManyAndReturn({
    data: magicPeople.flatMap((person) =>
      person.email === undefined
        ? []
        : [{ ownerId: ownerId(person), email: person.email, passwordHash: secrets.own, ...instants }],
    ),
    select: { id: true, ownerId: true },
  })
  const credentialIds = new Map(credentials.map((credential) => [credential.ownerId, credential.id]))
  await tx.account.createMany({
    data: magicPeople.flatMap((person) =>
      person.accounts.map(([identifier, state], i) => ({
        ...{ realm, ownerId: ownerId(person), identifier, identifierKey: identifierKey(identifier) ?? '', state },
        ...{ residence: `Résidence du Bac à sable, lot ${i + 1}`, createdAt },
        ...(state === 'ISSUED'
          ? {
              ...{ issuedHash: secrets.issued, issuedScheme: 'NORMAL' as const },
              issuedExpiresAt: person.standing === 'LETTER_EXPIRED' ? new Date(now.getTime() - 20 * day) : null,
            }
          : { credentialId: credentialIds.get(ownerId(person)) ?? null, activatedAt: verifiedAt }),
      })),
    ),
  })
}

/** An owner's key is the magic identifier. */
const keyOf = ({ accounts: [first] }: MagicPerson) => first?.[0] ?? ''
