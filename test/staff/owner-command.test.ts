import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandWorld } from '../import/command.ts'
import { header, makeAgency, rowOf } from '../import/support.ts'

const who = ['--by', 'accueil-2', '--reason', 'demande écrite du 22 novembre'] as const

describe('the owner’s rights from the command line', { timeout: 120_000 }, () => {
  test('a copy is written once, for one reader; then the owner is erased, once all is closed', async () => {
    const { run, write, db, dir } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    expect(await run('import', write('owners.csv', [header, rowOf()].join('\n')))).toMatchObject({ exitCode: 0 })
    const path = join(dir, 'copie.json')
    expect(await run('owner:export', '012345', ...who)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/--out/),
    })
    expect(await run('owner:export', '012345', ...who, '--out', path)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ comptes: [{ identifiant: '012345' }] })
    const again = await run('owner:export', '012345', ...who, '--out', path)
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/existe déjà/) })
    const early = await run('owner:erase', '012345', ...who)
    expect(early).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/n’est pas fermé.*\n.*account:close/) })
    expect(await db.event.count({ where: { kind: { in: ['OWNER_EXPORTED', 'OWNER_ERASED'] } } })).toBe(1)
    await run('account:close', '012345', '--cause', 'sale', ...who)
    const erased = await run('owner:erase', '012345', ...who)
    expect(erased).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Fait : le propriétaire et son compte 012345 sont effacés/),
    })
    expect(await db.owner.count()).toBe(0)
  })
})
