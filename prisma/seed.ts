import { databaseClock } from '../server/clock.ts'
import { connect } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrate.ts'
import { openDatabase } from '../server/database/open.ts'
import type { Deps } from '../server/deps.ts'
import { identifierKey } from '../server/domain/identifier.ts'
import { normalIssuedPassword } from '../server/domain/issued-password.ts'
import type { PrismaClient } from '../server/generated/prisma/client.ts'
import type { Admission } from '../server/hasher.ts'
import { createHasher } from '../server/hasher.ts'
import { systemRandom } from '../server/random.ts'
import { readSettings } from '../server/settings.ts'
import { withEachPlace } from '../server/staff/import/secrets.ts'
import { agencies } from './agencies.ts'
import { type Letter, letters } from './letters.ts'
import { type Person, type PersonAccount, people } from './people.ts'

const realm = 'live'
const dayMs = 86_400_000

/**
 * Puts the demonstration's agencies and owners into an empty database and returns their letters. Throws on a database
 * that holds an agency or an account: a demonstration never mixes with real owners.
 */
export async function seed(db: PrismaClient, hasher: Deps['hasher'], now: Date): Promise<Letter[]> {
  const secrets = await hashSecrets(hasher)
  await db.$transaction(async (tx) => {
    if ((await tx.agency.count()) + (await tx.account.count()) > 0) throw new Error('the database is not empty')
    const ago = (days: number) => new Date(now.getTime() - days * dayMs)
    const createdAt = ago(365)
    const madeAgencies = await tx.agency.createManyAndReturn({
      data: agencies.map((agency) => ({ ...agency, createdAt })),
    })
    const agencyIds = new Map(madeAgencies.map(({ key, id }) => [key, id]))
    const madeOwners = await tx.owner.createManyAndReturn({
      data: people.map(({ agency, key, title, firstName, lastName, birthDate }) => ({
        ...{ realm, agencyId: agencyIds.get(agency) ?? '', key, title, firstName, lastName, createdAt },
        birthDate: birthDate === null ? null : new Date(birthDate),
      })),
    })
    const ownerIds = new Map(madeOwners.map(({ agencyId, key, id }) => [`${agencyId} ${key}`, id]))
    const ownerId = (person: Person) => ownerIds.get(`${agencyIds.get(person.agency)} ${person.key}`) ?? ''
    const madeCredentials = await tx.credential.createManyAndReturn({
      data: people.flatMap((person) => {
        const { chosen } = person
        if (!chosen) return []
        const at = ago(chosen.daysAgo)
        const passwordHash = secrets.chosen.get(person) ?? ''
        const instants = { passwordChangedAt: at, emailVerifiedAt: at, createdAt: at }
        return [{ ownerId: ownerId(person), email: chosen.email, passwordHash, ...instants }]
      }),
    })
    const credentialIds = new Map(madeCredentials.map((credential) => [credential.ownerId, credential.id]))
    await tx.account.createMany({
      data: people.flatMap((person) =>
        person.accounts.map((account) => ({
          ...{ realm, ownerId: ownerId(person), createdAt, state: account.state, residence: account.residence },
          identifier: account.identifier,
          identifierKey: identifierKey(account.identifier) ?? '',
          issuedHash: secrets.issued.get(account) ?? '',
          issuedScheme: account.issued.scheme,
          issuedExpiresAt: account.issued.expiredDaysAgo === undefined ? null : ago(account.issued.expiredDaysAgo),
          ...(account.state !== 'ISSUED' &&
            person.chosen && {
              credentialId: credentialIds.get(ownerId(person)) ?? null,
              activatedAt: ago(person.chosen.daysAgo),
            }),
        })),
      ),
    })
  })
  return letters
}

/** Every hash before the transaction, on every core. */
async function hashSecrets(hasher: Deps['hasher']) {
  const issued = new Map<PersonAccount, string>()
  const chosen = new Map<Person, string>()
  const jobs = people.flatMap((person) => [
    ...person.accounts.map((account) => async (place: Admission) => {
      issued.set(account, await hashIssued(place, account))
    }),
    ...(person.chosen ? [person.chosen] : []).map(({ password }) => async (place: Admission) => {
      chosen.set(person, await place.hash(password))
    }),
  ])
  await withEachPlace(hasher, jobs, (job, place) => job(place))
  return { issued, chosen }
}

async function hashIssued(place: Admission, { issued, issuedPassword }: PersonAccount): Promise<string> {
  if (issued.scheme === 'NORMAL') return await place.hash(normalIssuedPassword(issuedPassword))
  if (issued.hash === undefined) throw new Error(`${issued.scheme} without its hash`)
  return issued.scheme === 'BCRYPT' ? issued.hash : await place.hash(issued.hash)
}

/** `node prisma/seed.ts`, which Prisma's CLI also runs: the demonstration's people, on the database of the settings. */
async function run(): Promise<void> {
  const settings = readSettings()
  if (settings.mode !== 'demonstration') throw new Error('the people of the demonstration stay out of production')
  const database = await openDatabase(settings)
  await migrate(database.directUrl)
  const db = connect(database.url, 2, database)
  const clock = await databaseClock(db)
  try {
    const hasher = await createHasher(settings.hashing, systemRandom, settings.poolSize)
    for (const letter of await seed(db, hasher, clock.now())) {
      process.stdout.write(`${letter.identifier}\t${letter.issuedPassword}\t${letter.owner}\t${letter.note}\n`)
    }
  } finally {
    clock.stop()
    await db.$disconnect()
    await database.close()
  }
}

if (import.meta.main) await run()
