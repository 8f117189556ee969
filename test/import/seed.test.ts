import { describe, expect, test } from 'vitest'
import { letters } from '../../prisma/letters.ts'
import { people } from '../../prisma/people.ts'
import { seed } from '../../prisma/seed.ts'
import { createBlocklist } from '../../server/blocklist.ts'
import { defaultPasswordPolicy, judgePasswordText } from '../../server/domain/password.ts'
import { createApi } from '../../server/graphql/api.ts'
import { createHasher } from '../../server/hasher.ts'
import { systemRandom } from '../../server/random.ts'
import { world } from '../support/world.ts'

async function seeded() {
  const { deps } = await world()
  const hasher = await createHasher(deps.settings.hashing, systemRandom, 4)
  const made = { ...deps, hasher }
  await seed(made.db, hasher, made.clock.now())
  return made
}

const withoutIds = (rows: Record<string, unknown>[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !/^id$|Id$|Hash$/.test(name))))

describe('the people of the demonstration', () => {
  test('are the same each time', async () => {
    const read = async () => {
      const { db } = await seeded()
      return [
        withoutIds(await db.agency.findMany({ orderBy: { key: 'asc' } })),
        withoutIds(await db.owner.findMany({ orderBy: [{ key: 'asc' }, { lastName: 'asc' }] })),
        withoutIds(await db.account.findMany({ orderBy: { identifier: 'asc' } })),
        withoutIds(await db.credential.findMany({ orderBy: [{ email: 'asc' }, { createdAt: 'asc' }] })),
      ]
    }
    expect(await read()).toEqual(await read())
  })

  test('are at least one for each state, scheme and situation that a journey knows', async () => {
    const { db, clock } = await seeded()
    const accounts = await db.account.findMany({
      include: { owner: { include: { accounts: true, credentials: true } } },
    })
    const has = (which: (account: (typeof accounts)[number]) => boolean) => expect(accounts.some(which)).toBe(true)
    for (const state of ['ISSUED', 'ACTIVE', 'FROZEN', 'CLOSED']) has((account) => account.state === state)
    for (const scheme of ['NORMAL', 'MD5', 'BCRYPT'])
      has((account) => account.state === 'ISSUED' && account.issuedScheme === scheme)
    has(
      (account) =>
        account.state === 'ISSUED' && account.issuedExpiresAt !== null && account.issuedExpiresAt < clock.now(),
    )
    has(({ owner }) => owner.accounts.length === 3)
    has(
      ({ owner }) =>
        owner.accounts.some(({ state }) => state === 'ACTIVE') &&
        owner.accounts.some(({ state }) => state === 'ISSUED'),
    )
    const emails = (await db.credential.findMany()).map(({ email }) => email)
    expect(new Set(emails).size).toBeLessThan(emails.length)
    for (const { state, credentialId, owner } of accounts) {
      expect(credentialId !== null).toBe(state !== 'ISSUED')
      expect(owner.credentials.length).toBeLessThanOrEqual(1)
    }
    expect(await db.agency.count({ where: { isDefault: true } })).toBe(1)
    expect(await db.agency.count()).toBe(2)
  })

  test('sign in with their letters to what each note says', async () => {
    const deps = await seeded()
    const api = createApi(deps)
    const query =
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignInRefused { reason } } }'
    const signIn = async (identifier: string, password: string) => {
      const body = JSON.stringify({ query, variables: { input: { identifier, password } } })
      const request = new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      const response = await api.fetch(request, { clientAddress: '203.0.113.7', host: 'localhost', site: false })
      const { data } = await response.json()
      return [data.signIn.__typename, data.signIn.reason].filter(Boolean).join(' ')
    }
    for (const { accounts, chosen } of people) {
      for (const { identifier, issuedPassword, state, issued } of accounts) {
        const opens =
          state !== 'ISSUED'
            ? 'SignInRefused WRONG'
            : issued.expiredDaysAgo
              ? 'SignInRefused ISSUED_EXPIRED'
              : 'MigrationStarted'
        expect([identifier, await signIn(identifier, issuedPassword)]).toEqual([identifier, opens])
        if (state === 'ISSUED' || !chosen) continue
        const signsIn = { ACTIVE: 'SignedIn', FROZEN: 'SignInRefused FROZEN', CLOSED: 'SignInRefused WRONG' }[state]
        expect([identifier, await signIn(identifier, chosen.password)]).toEqual([identifier, signsIn])
      }
    }
  })

  test('have chosen passwords that the policy takes, and one holds a letter that it would not', () => {
    const blocklist = createBlocklist()
    const judge = (
      password: string,
      personal = { names: [''], birthDate: null as string | null, identifiers: [''], email: null as string | null },
    ) => judgePasswordText(defaultPasswordPolicy, password, password, personal)
    for (const { chosen, firstName, lastName, birthDate, accounts } of people) {
      if (!chosen) continue
      const personal = {
        names: [firstName, lastName],
        birthDate,
        identifiers: accounts.map(({ identifier }) => identifier),
        email: chosen.email,
      }
      expect([chosen.password, judge(chosen.password, personal), blocklist.isCommon(chosen.password)]).toEqual([
        chosen.password,
        [],
        false,
      ])
    }
    expect(letters.some(({ issuedPassword }) => judge(issuedPassword).includes('UPPERCASE'))).toBe(true)
  })

  test('never mix with others: a database that holds anybody is refused', async () => {
    const deps = await seeded()
    const before = await deps.db.account.count()
    await expect(seed(deps.db, deps.hasher, deps.clock.now())).rejects.toThrow('not empty')
    expect(await deps.db.account.count()).toBe(before)
  })

  test('are made within a second', async () => {
    const { deps } = await world()
    const hasher = await createHasher(deps.settings.hashing, systemRandom, 4)
    const startedAt = process.cpuUsage()
    await seed(deps.db, hasher, deps.clock.now())
    const { user, system } = process.cpuUsage(startedAt)
    // Processor time on two cores: what others do on the machine does not fail this test.
    expect((user + system) / 1e6 / 2).toBeLessThan(1)
  })
})
