import { describe, expect, test } from 'vitest'
import { world } from '../support/world.ts'
import { codesOf, everybody, header, importFile, importRows, makeAgency, rowOf } from './support.ts'

async function newWorld() {
  const made = await world()
  await makeAgency(made.deps)
  return made
}

const three = [
  rowOf(),
  rowOf({ id: '012346', home: 'Les Glycines', birth: '', password: 'AB12-CD34' }),
  rowOf({ owner: '002', title: 'M.', first: 'Jean', last: 'Lefèvre', id: '00420', birth: '' }),
]

describe('an import', () => {
  test('makes owners and their accounts ISSUED, leading zeros kept, the password only as a hash', async () => {
    const { deps } = await newWorld()
    const { report, refused } = await importRows(deps, three)
    expect(refused).toEqual([])
    expect(report).toMatchObject({ rows: 3, newOwners: 2, newAccounts: 3, unchanged: 0, refused: 0 })
    const { accounts } = await everybody(deps)
    expect(
      accounts.map(({ identifier, identifierKey, state, issuedScheme, owner }) => [
        identifier,
        identifierKey,
        state,
        issuedScheme,
        owner.key,
        owner.lastName,
      ]),
    ).toEqual([
      ['00420', '00420', 'ISSUED', 'NORMAL', '002', 'Lefèvre'],
      ['012345', '012345', 'ISSUED', 'NORMAL', '001', 'Durand'],
      ['012346', '012346', 'ISSUED', 'NORMAL', '001', 'Durand'],
    ])
    expect(JSON.stringify(await everybody(deps))).not.toMatch(/KXTR-?7M4P|AB12-?CD34/)
  })

  test('opens the migration of the letter it stands for', async () => {
    const { deps, api } = await newWorld()
    await importRows(deps, three)
    const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`
    const answer = async (password: string) =>
      (await api(signIn, { input: { identifier: '0 0420', password } })).signIn.__typename
    expect(await answer('KXTR 7M4P')).toBe('MigrationStarted')
    expect(await answer('KXTR 7M4Q')).toBe('SignInRefused')
  })

  test('run again changes nothing, byte for byte', async () => {
    const { deps, clock } = await newWorld()
    await importRows(deps, three)
    const before = await everybody(deps)
    clock.forward({ hours: 1 })
    const { report } = await importRows(deps, three, { update: true })
    expect(report).toMatchObject({ newOwners: 0, newAccounts: 0, unchanged: 3, changed: { applied: 0, pending: 0 } })
    expect(await everybody(deps)).toEqual(before)
  })

  test('costs no hash for a row that is refused, nor for an account that has migrated', async () => {
    const { deps, hasher } = await newWorld()
    await importRows(deps, three)
    await deps.db.account.updateMany({ data: { state: 'ACTIVE' } })
    const before = hasher.work
    await importRows(deps, [...three, rowOf({ owner: '009', id: '012345', last: 'X' }), rowOf({ id: '1,2E+3' })])
    expect(hasher.work).toBe(before)
  })

  test('in a dry run writes nothing, audit included, and says what would be done', async () => {
    const { deps } = await newWorld()
    const { report } = await importRows(deps, [...three, rowOf({ owner: '003', id: '1,23E+11' })], { dryRun: true })
    expect(report).toMatchObject({ dryRun: true, newOwners: 2, newAccounts: 3, refused: 1 })
    expect(await everybody(deps)).toEqual({ owners: 0, accounts: [] })
    expect(await deps.db.event.count()).toBe(0)
  })

  test('is one event of counts, without a name, an identifier or a password', async () => {
    const { deps } = await newWorld()
    await importRows(deps, three)
    const [event, ...others] = await deps.db.event.findMany()
    expect(others).toEqual([])
    expect(event).toMatchObject({
      kind: 'OWNERS_IMPORTED',
      accountId: null,
      facts: { rows: 3, newAccounts: 3, refused: 0 },
    })
    expect(JSON.stringify(event)).not.toMatch(/Durand|012345|KXTR/)
  })

  test('takes the rows that are sound beside those that are not, in the order of the file', async () => {
    const { deps } = await newWorld()
    const rows = [
      rowOf({ id: '1,23E+11' }),
      ...three,
      rowOf({ owner: '7', agency: 'nord', id: '7' }),
      rowOf({ owner: '8', id: 'A01' }),
      rowOf({ owner: '9', id: 'a-0I' }),
    ]
    const { report, refused } = await importRows(deps, rows)
    expect(report).toMatchObject({ newAccounts: 3, refused: 4 })
    expect(codesOf(refused)).toEqual([
      '2 identifiant SPREADSHEET_NUMBER',
      '6 cabinet AGENCY_UNKNOWN',
      '7 identifiant IDENTIFIER_TWICE',
      '8 identifiant IDENTIFIER_TWICE',
    ])
  })

  test('refuses one owner key with two names on all its rows, and knows an agency by its name too', async () => {
    const { deps } = await newWorld()
    const rows = [
      rowOf(),
      rowOf({ id: '2', last: 'Martin' }),
      rowOf({ owner: '2', id: '3', agency: 'CABINET DES TILLEULS' }),
    ]
    const { report, refused } = await importRows(deps, rows)
    expect(codesOf(refused)).toEqual(['2 nom OWNER_TWO_NAMES', '3 nom OWNER_TWO_NAMES'])
    expect(report.newAccounts).toBe(1)
  })

  test('the same owner key at two agencies makes two owners', async () => {
    const { deps } = await newWorld()
    await makeAgency(deps, 'parc', 'Cabinet du Parc')
    await importRows(deps, [rowOf(), rowOf({ agency: 'parc', last: 'Martin', id: '2' })])
    expect((await everybody(deps)).owners).toBe(2)
  })

  test('interrupted stops between two batches; the same command takes the rest', async () => {
    const { deps } = await newWorld()
    const rows = Array.from({ length: 300 }, (_, i) => rowOf({ owner: `${i}`, id: `9${i}` }))
    const controller = new AbortController()
    const transaction = deps.db.$transaction.bind(deps.db)
    deps.db.$transaction = ((...args: Parameters<typeof transaction>) => {
      controller.abort()
      return transaction(...args)
    }) as typeof transaction
    const { report } = await importRows(deps, rows, { signal: controller.signal })
    expect(report).toMatchObject({ interrupted: true, rows: 128, newAccounts: 128 })
    expect((await importRows(deps, rows)).report).toMatchObject({ unchanged: 128, newAccounts: 172 })
  })

  test('a file in two encodings is taken but for the minority of its lines', async () => {
    const { deps } = await newWorld()
    const lines = [header, rowOf({ last: 'Lefèvre' }), rowOf({ owner: '2', id: '2', last: 'Béranger' })].map((line) =>
      Buffer.from(line),
    )
    const odd = Buffer.from(rowOf({ owner: '3', id: '3', last: 'Noël' }), 'latin1')
    const content = Buffer.concat(
      [...lines, odd, Buffer.from(rowOf({ owner: '4', id: '4' }).replace('Marie', 'Ma\0rie'))].flatMap((line) => [
        line,
        Buffer.from('\n'),
      ]),
    )
    const { report, refused } = await importRows(deps, content)
    expect(codesOf(refused)).toEqual(['4 - UNDECODABLE', '5 - NUL'])
    expect(report.newAccounts).toBe(2)
  })

  test('a file without a row, or that is no table, is refused as a whole', async () => {
    const { deps } = await newWorld()
    expect(await importFile(deps, header)).toEqual({ fault: { code: 'EMPTY' } })
    expect(await importFile(deps, 'PK\u0003\u0004')).toEqual({ fault: { code: 'SPREADSHEET' } })
  })
})
