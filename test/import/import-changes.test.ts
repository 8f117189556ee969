import { describe, expect, test } from 'vitest'
import { createHasher } from '../../server/hasher.ts'
import { systemRandom } from '../../server/random.ts'
import { world } from '../support/world.ts'
import { codesOf, everybody, importRows, makeAgency, rowOf } from './support.ts'

async function newWorld() {
  const made = await world()
  await makeAgency(made.deps)
  return made
}

const hashed = {
  own: '$argon2id$v=19$m=19456,t=2,p=1$YmFzZTY0c2FsdHNhbHQ$7x1zXn4rT6yXo0l9c3bq1w2e4r5t6y7u8i9o0p1a2s3',
  // The reference implementation's own test vector: « password », « somesalt ».
  foreign: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  bcrypt: '$2y$10$0cHRdf0KWTuIR3pFNrQFrOyRf6mnTlRI226p8Sq3ZcAoJlMCmP4By',
  md5: 'md5:52e1dd8d395fe6b020b4c26a81cf9897',
  sha1: 'sha1:a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
}
const hashedRows = Object.values(hashed).map((password, i) => rowOf({ owner: `H${i}`, id: `7${i}`, password }))

describe('a changed row', () => {
  const changed = [rowOf({ last: 'Durand-Petit', home: 'Les Ifs', password: 'NEW1-NEW2' })]

  test('is reported and left without --update', async () => {
    const { deps } = await newWorld()
    await importRows(deps, [rowOf()])
    const before = await everybody(deps)
    const { report, refused } = await importRows(deps, changed)
    expect(refused).toEqual([])
    expect(report.changed).toEqual({
      applied: 0,
      pending: 1,
      lines: [{ line: 2, columns: ['nom', 'residence', 'mot_de_passe'] }],
    })
    expect(await everybody(deps)).toEqual(before)
  })

  test('is applied with --update, once', async () => {
    const { deps, hasher } = await newWorld()
    await importRows(deps, [rowOf()])
    const { report } = await importRows(deps, changed, { update: true })
    expect(report.changed).toMatchObject({ applied: 1, pending: 0 })
    const [account] = (await everybody(deps)).accounts
    expect(account).toMatchObject({ residence: 'Les Ifs', owner: { lastName: 'Durand-Petit', firstName: 'Marie' } })
    const place = hasher.admit()
    expect(await place?.verify({ hash: account?.issuedHash ?? '', scheme: 'NORMAL' }, 'NEW1 NEW2')).toBe(true)
    expect((await importRows(deps, changed, { update: true })).report).toMatchObject({
      unchanged: 1,
      changed: { applied: 0 },
    })
  })

  test('that replaces the issued password ends the migrations begun with the old one', async () => {
    const { deps, api } = await newWorld()
    await importRows(deps, [rowOf()])
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }'
    await api(signIn, { input: { identifier: '012345', password: 'KXTR7M4P' } })
    await importRows(deps, [rowOf({ home: 'Les Ifs' })], { update: true })
    expect(await deps.db.flow.count({ where: { endedAt: null } })).toBe(1)
    await importRows(deps, changed, { update: true })
    expect(await deps.db.flow.findMany({ select: { end: true } })).toEqual([{ end: 'SUPERSEDED' }])
  })

  test('never moves an identifier to another owner, --update or not', async () => {
    const { deps } = await newWorld()
    await importRows(deps, [rowOf()])
    const before = await everybody(deps)
    for (const update of [false, true]) {
      const { refused } = await importRows(deps, [rowOf({ owner: '002' })], { update })
      expect(codesOf(refused)).toEqual(['2 identifiant IDENTIFIER_OF_ANOTHER'])
    }
    expect(await everybody(deps)).toEqual(before)
  })

  test.each(['ACTIVE', 'FROZEN', 'CLOSED'] as const)(
    'never touches the password of an account that is %s, --update or not, and says so',
    async (state) => {
      const { deps } = await newWorld()
      await importRows(deps, [rowOf()])
      await deps.db.account.updateMany({ data: { state } })
      const before = await everybody(deps)
      for (const update of [false, true]) {
        const { report } = await importRows(deps, [rowOf({ password: 'NEW1-NEW2' })], { update })
        expect(report).toMatchObject({ unchanged: 1, passwordsKept: 1 })
      }
      expect(await everybody(deps)).toEqual(before)
    },
  )

  test('that gives a known owner key another name brings no new account without --update', async () => {
    const { deps } = await newWorld()
    await importRows(deps, [rowOf()])
    const other = [rowOf({ last: 'Martin', id: '2' })]
    expect(codesOf((await importRows(deps, other)).refused)).toEqual(['2 nom OWNER_KNOWN_OTHERWISE'])
    expect((await importRows(deps, other, { update: true })).report).toMatchObject({ newAccounts: 1, newOwners: 0 })
    expect((await everybody(deps)).owners).toBe(1)
  })

  test('that turns a known owner into another person is refused, --update or not', async () => {
    const { deps } = await newWorld()
    await importRows(deps, [rowOf()])
    const other = [rowOf({ last: 'Martin', birth: '01/01/1990' })]
    expect(codesOf((await importRows(deps, other, { update: true })).refused)).toEqual([
      '2 proprietaire OWNER_ANOTHER_PERSON',
    ])
  })
})

describe('two imports at once', () => {
  test('of changed rows in opposite orders both end, and leave what one of them states', {
    timeout: 60_000,
  }, async () => {
    const { deps } = await newWorld()
    const rows = Array.from({ length: 100 }, (_, i) => rowOf({ owner: `P${i}`, id: `8${i}` }))
    const changed = (home: string) => rows.map((_, i) => rowOf({ owner: `P${i}`, id: `8${i}`, last: home, home }))
    await importRows(deps, rows)
    for (let round = 0; round < 5; round++) {
      const [one, two] = [`Ifs ${round}`, `Pins ${round}`]
      const opposite = [
        importRows(deps, changed(one), { update: true }),
        importRows(deps, changed(two).reverse(), { update: true }),
      ]
      for (const { report } of await Promise.all(opposite)) expect(report).toMatchObject({ refused: 0, newAccounts: 0 })
      const homes = new Set(
        (await everybody(deps)).accounts.map(({ residence, owner }) => `${residence} ${owner.lastName}`),
      )
      expect([`${one} ${one}`, `${two} ${two}`]).toContain([...homes].join())
    }
  })
})

describe('passwords that come hashed', () => {
  test('are kept as they are, or wrapped in our argon2id at once; what is not our setting is listed', async () => {
    const { deps } = await newWorld()
    const real = { ...deps, hasher: await createHasher(deps.settings.hashing, systemRandom, 4) }
    const { report } = await importRows(real, hashedRows)
    expect(report.outsideTimingGuarantee).toEqual({ count: 2, lines: [3, 4] })
    const { accounts } = await everybody(deps)
    expect(accounts.map(({ issuedScheme, issuedHash }) => [issuedScheme, issuedHash?.slice(0, 22)])).toEqual([
      ['AS_TYPED', hashed.own.slice(0, 22)],
      ['AS_TYPED', hashed.foreign.slice(0, 22)],
      ['BCRYPT', '$2b$10$0cHRdf0KWTuIR3p'],
      ['MD5', '$argon2id$v=19$m=19456'],
      ['SHA1', '$argon2id$v=19$m=19456'],
    ])
    const dump = JSON.stringify(accounts)
    expect(dump).not.toContain(hashed.md5.slice(4))
    expect(dump).not.toContain(hashed.sha1.slice(5))
    for (const [account, typed] of [
      [accounts[1], 'password'],
      [accounts[2], 'Olivier-Bleu-36'],
      [accounts[3], 'pervenche75'],
      [accounts[4], 'test'],
    ] as const) {
      const place = real.hasher.admit()
      const stored =
        account?.issuedHash && account.issuedScheme ? { hash: account.issuedHash, scheme: account.issuedScheme } : null
      expect(await place?.verify(stored, typed)).toBe(true)
    }
    const again = await importRows(real, hashedRows, { update: true })
    expect(again.report).toMatchObject({ unchanged: 5, changed: { applied: 0 }, outsideTimingGuarantee: { count: 2 } })
    expect((await everybody(deps)).accounts).toEqual(accounts)
  })
})
