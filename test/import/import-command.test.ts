import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { commandWorld } from './command.ts'
import { header, makeAgency, rowOf } from './support.ts'

const bcrypt = '$2b$10$0cHRdf0KWTuIR3pFNrQFrOyRf6mnTlRI226p8Sq3ZcAoJlMCmP4By'

async function newWorld() {
  const made = await commandWorld()
  await makeAgency({ db: made.db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
  return made
}

/** Two accounts an owner; one row in twenty costs a hash. */
function manyRows(count: number): string {
  const rows = Array.from({ length: count }, (_, i) =>
    rowOf({
      owner: `P${i >> 1}`,
      id: `5${String(i).padStart(6, '0')}`,
      password: i % 20 === 0 ? `SECRET-${i}` : bcrypt,
    }),
  )
  return [header, ...rows].join('\n')
}

describe('the command', { timeout: 120_000 }, () => {
  test('ends with 0 when all is taken, and again when nothing is left to take', async () => {
    const { run, write } = await newWorld()
    const path = write('owners.csv', [header, rowOf()].join('\n'))
    const first = await run('import', path, '--json')
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(first.stdout)).toMatchObject({ newAccounts: 1, refused: 0, refusedFile: null, exitCode: 0 })
    expect(await run('import', path)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 ligne inchangée'),
    })
  })

  test('ends with 1 when rows are refused, and leaves them beside the file for their owner alone, passwords masked', async () => {
    const { run, write, dir } = await newWorld()
    const path = write('owners.csv', [header, rowOf(), rowOf({ owner: '2', id: '1,23E+11' })].join('\n'))
    const { exitCode, stdout } = await run('import', path)
    expect(exitCode).toBe(1)
    const refused = join(dir, 'owners.refus.csv')
    expect(stdout).toContain(refused)
    expect(statSync(refused).mode & 0o777).toBe(0o600)
    const text = readFileSync(refused, 'utf8')
    expect(text).toMatch(/^\ufeffligne;colonne;probleme;remede;proprietaire/)
    expect(text).toContain('••••••')
    expect(text + stdout).not.toContain('KXTR-7M4P')
  })

  test('takes a refused-rows file back once it is repaired', async () => {
    const { run, write, dir, db } = await newWorld()
    const path = write('owners.csv', [header, rowOf({ home: '-Les Pins-', id: '1,23E+11' })].join('\n'))
    await run('import', path)
    const refused = readFileSync(join(dir, 'owners.refus.csv'), 'utf8')
    const repaired = write('again.csv', refused.replace('"1,23E+11"', '012345').replace('••••••', 'KXTR-7M4P'))
    expect(await run('import', repaired)).toMatchObject({ exitCode: 0 })
    expect(await db.account.findMany()).toMatchObject([{ identifier: '012345', residence: '-Les Pins-' }])
  })

  test('ends with 1 when changes wait for --update', async () => {
    const { run, write } = await newWorld()
    await run('import', write('owners.csv', [header, rowOf()].join('\n')))
    const changed = write('changed.csv', [header, rowOf({ home: 'Les Ifs' })].join('\n'))
    expect(await run('import', changed)).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('--update') })
    expect(await run('import', changed, '--update')).toMatchObject({ exitCode: 0 })
  })

  test('ends with 2 on a file or a command line that cannot be used, and says why in both forms', async () => {
    const { run, write, dir } = await newWorld()
    const workbook = write('owners.xlsx', 'PK\u0003\u0004')
    for (const [args, code] of [
      [['import', join(dir, 'nowhere.csv')], 'FILE_CLOSED'],
      [['import', dir], 'NOT_A_FILE'],
      [['import', workbook], 'SPREADSHEET'],
      [['import', workbook, '--refused', workbook], 'REFUSED_IS_SOURCE'],
      [['import', workbook, '--by', 'jean@cabinet.fr'], 'BY_FORM'],
      [['import', workbook, '--frobnicate'], 'USAGE'],
      [['import'], 'USAGE'],
    ] as const) {
      const { exitCode, stdout, stderr } = await run(...args, '--json')
      expect({ args, exitCode, code: JSON.parse(stdout).error.code }).toEqual({ args, exitCode: 2, code })
      expect(stderr).not.toMatch(/^\s+at /m)
    }
    expect(existsSync(join(dir, 'owners.refus.csv'))).toBe(false)
  })

  test('ends with 3 when the database is away, without a stack', async () => {
    const { run, write, db } = await newWorld()
    const path = write('owners.csv', [header, rowOf()].join('\n'))
    await db.$executeRawUnsafe('ALTER TABLE "Account" RENAME TO "Gone"')
    const { exitCode, stderr } = await run('import', path)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('relancez la même commande')
    expect(stderr).not.toMatch(/^\s+at |Durand/m)
  })
})

describe('nothing is doubled or lost', { timeout: 240_000 }, () => {
  const count = 2000

  async function takenOnce(db: Awaited<ReturnType<typeof commandWorld>>['db']) {
    const accounts = await db.account.findMany({ include: { owner: true } })
    expect(await db.owner.count()).toBe(count / 2)
    expect(accounts).toHaveLength(count)
    for (const { identifier, owner } of accounts) expect(owner.key).toBe(`P${Number(identifier.slice(1)) >> 1}`)
  }

  test('by kill -9 in the middle and a second run', async () => {
    const { start, run, write, db } = await newWorld()
    const path = write('owners.csv', manyRows(count))
    const { child, ended } = start('import', path, '--json')
    while (child.exitCode === null && (await db.account.count()) < count / 4) await pause(10)
    child.kill('SIGKILL')
    await ended
    const survived = await db.account.count()
    expect(survived).toBeLessThan(count)
    const { exitCode, stdout } = await run('import', path, '--json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ unchanged: survived, newAccounts: count - survived, refused: 0 })
    await takenOnce(db)
  })

  test('by two imports of one file at once', async () => {
    const { run, write, db } = await newWorld()
    const path = write('owners.csv', manyRows(count))
    const reports = await Promise.all([run('import', path, '--json'), run('import', path, '--json')])
    const counts = reports.map(({ stdout }) => JSON.parse(stdout))
    expect(reports.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(counts[0].newAccounts + counts[1].newAccounts).toBe(count)
    expect(counts[0].newOwners + counts[1].newOwners).toBe(count / 2)
    for (const { newAccounts, unchanged } of counts) expect(newAccounts + unchanged).toBe(count)
    await takenOnce(db)
  })
})
