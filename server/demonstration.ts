import { letters } from '../prisma/letters.ts'
import { seed } from '../prisma/seed.ts'
import { alone } from './database/alone.ts'
import type { Deps } from './deps.ts'
import { createPartner } from './partners/create-partner.ts'

/** Any number of our own: only those who fill an empty demonstration take it. */
const seedLock = 72_707_370

/** Puts the demonstration's people into a database that holds nobody yet. */
export async function seedWhenEmpty({ db, hasher, clock }: Deps, url: string): Promise<void> {
  await alone(url, seedLock, async () => {
    if ((await db.account.count()) === 0 && (await db.agency.count()) === 0) await seed(db, hasher, clock.now())
  })
}

/**
 * A demonstration has a partner, so that whoever writes a portal can begin at once: made at the first start that finds
 * none, with a test key for every agency. The key's text, this once; null: there is a partner already.
 */
export async function firstTestKey(deps: Deps, url: string): Promise<string | null> {
  let secret: string | null = null
  await alone(url, seedLock, async () => {
    if ((await deps.db.partner.count()) > 0) return
    const agencies = (await deps.db.agency.findMany({ select: { key: true } })).map(({ key }) => key)
    const typed = {
      ...{ name: 'Portail de démonstration', contact: 'technique@portail.example', agencies },
      ...{ kind: 'test', scopes: ['flows', 'read-accounts', 'read-events'] },
    }
    const made = await createPartner(deps, 'demonstration', typed, 'demonstration')
    if (made.__typename === 'PartnerCreated') secret = made.secret
  })
  return secret
}

const keyWords = (testKey: string | null) => [
  ...(testKey === null ? [] : [`Test key of a partner's program, shown this once: ${testKey}`]),
  `${testKey === null ? 'A test key' : 'Another one'}: npm run connexion -- partner:key demonstration --by you; guide: docs/partners/guide.md`,
]

/**
 * What whoever started the program reads: where it answers and, in demonstration, who can sign in with what. `testKey`:
 * the one that was just made.
 */
export async function welcome(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  testKey: string | null = null,
): Promise<string[]> {
  const address = [``, `Connexion (${settings.mode}) answers on ${settings.publicUrl.origin}`]
  if (settings.mode === 'production') {
    const missing = (await db.agency.count()) === 0
    return missing ? [...address, 'No agency yet, hence no page: npm run connexion -- agency:set'] : address
  }
  const mailbox = settings.mail.relayUrl === null ? [`Its mail is shown on ${settings.publicUrl.origin}/mailbox`] : []
  const accounts = await db.account.findMany({ where: { realm: 'live' }, select: { identifier: true, state: true } })
  const states = new Map(accounts.map(({ identifier, state }) => [identifier, state]))
  const held = letters.filter(({ identifier }) => states.has(identifier))
  const lines = held.map(({ owner, identifier, issuedPassword, note }) =>
    [identifier.padEnd(10), issuedPassword.padEnd(18), owner.padEnd(24), note].join('  '),
  )
  return [
    ...address,
    ...mailbox,
    ...keyWords(testKey),
    '',
    ...(held.length > 0 ? ['Letters to try (identifier, password):', ...lines, ''] : []),
  ]
}
