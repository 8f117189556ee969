import { letters } from '../prisma/letters.ts'
import { seed } from '../prisma/seed.ts'
import { alone } from './database/alone.ts'
import type { Deps } from './deps.ts'

/** Any number of our own: only those who fill an empty demonstration take it. */
const seedLock = 72_707_370

/** Puts the demonstration's people into a database that holds nobody yet. */
export async function seedWhenEmpty({ db, hasher, clock }: Deps, url: string): Promise<void> {
  await alone(url, seedLock, async () => {
    if ((await db.account.count()) === 0 && (await db.agency.count()) === 0) await seed(db, hasher, clock.now())
  })
}

/** What whoever started the program reads: where it answers and, in demonstration, who can sign in with what. */
export async function welcome({ db, settings }: Pick<Deps, 'db' | 'settings'>): Promise<string[]> {
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
    '',
    ...(held.length > 0 ? ['Letters to try (identifier, password):', ...lines, ''] : []),
  ]
}
