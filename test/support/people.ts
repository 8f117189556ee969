import type { Deps } from '../../server/deps.ts'
import { identifierKey } from '../../server/domain/identifier.ts'
import { normalIssuedPassword } from '../../server/domain/issued-password.ts'
import type { AccountState, Prisma } from '../../server/generated/prisma/client.ts'

export interface Letter {
  ownerId: string
  accountId: string
  identifier: string
  issuedPassword: string
}

export interface People {
  /** An owner with one ISSUED account for each identifier, all with letters. */
  owner(options?: {
    lastName?: string
    birthDate?: string
    identifiers?: string[]
    issuedPassword?: string
    issuedExpiresAt?: Date
    state?: AccountState
  }): Promise<[Letter, ...Letter[]]>
}

/** Makes the people a test speaks of. The agency is made with the first of them. */
export function createPeople(deps: Pick<Deps, 'db' | 'clock'> & { hasher: Pick<Deps['hasher'], 'admit'> }): People {
  let made = 0
  async function agencyId(): Promise<string> {
    const { id } = await deps.db.agency.upsert({
      where: { key: 'tilleuls' },
      update: {},
      create: {
        key: 'tilleuls',
        name: 'Cabinet des Tilleuls',
        phone: '01 99 00 12 34',
        hours: 'du lundi au vendredi, de 9 h à 18 h',
        callPrice: 'Appel non surtaxé.',
        senderAddress: 'bonjour@tilleuls.example',
        postalAddress: '1 rue des Tilleuls, 69003 Lyon',
        isDefault: true,
        createdAt: deps.clock.now(),
      },
    })
    return id
  }
  return {
    async owner(options = {}) {
      made++
      const createdAt = deps.clock.now()
      const issuedPassword = options.issuedPassword ?? `KXQ7-${1000 + made}`
      const place = deps.hasher.admit()
      if (!place) throw new Error('the hasher is full')
      const issuedHash = await place.hash(normalIssuedPassword(issuedPassword))
      place.release()
      const data: Prisma.OwnerUncheckedCreateInput = {
        realm: 'live',
        agencyId: await agencyId(),
        key: `P${made}`,
        title: 'Mme',
        firstName: 'Odette',
        lastName: options.lastName ?? 'Durand',
        birthDate: options.birthDate ? new Date(options.birthDate) : null,
        createdAt,
      }
      const { id: ownerId } = await deps.db.owner.create({ data })
      const letters: Letter[] = []
      for (const identifier of options.identifiers ?? [`0${12000 + made}`]) {
        const { id: accountId } = await deps.db.account.create({
          data: {
            realm: 'live',
            ownerId,
            identifier,
            identifierKey: identifierKey(identifier) ?? '',
            residence: `Résidence ${identifier}`,
            state: options.state ?? 'ISSUED',
            issuedHash,
            issuedScheme: 'NORMAL',
            issuedExpiresAt: options.issuedExpiresAt ?? null,
            createdAt,
          },
        })
        letters.push({ ownerId, accountId, identifier, issuedPassword })
      }
      const [first, ...others] = letters
      if (!first) throw new Error('an owner has an account')
      return [first, ...others]
    },
  }
}
