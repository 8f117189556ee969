import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/keys.ts'
import { commandWorld } from '../import/command.ts'
import { makeAgency } from '../import/support.ts'

describe('the command line of partners', { timeout: 60_000 }, () => {
  test('partner:create prints the key once, for people and for programs, and says what it refuses', async () => {
    const { run, db } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    const options = ['--name', 'Portail Lumen', '--contact', 'technique@lumen.example', '--agency', 'tilleuls']
    const made = await run('partner:create', 'lumen', ...options, '--kind', 'live', '--by', 'accueil-2')
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    const [secret = '', ...others] = made.stdout.match(/^ck_live_[\w-]{43}$/gm) ?? []
    expect(others).toEqual([])
    expect(made.stdout).toContain('Notez-la maintenant')
    expect(await db.key.count({ where: { hash: digestOf(secret) } })).toBe(1)

    const again = await run('partner:create', 'lumen', ...options, '--scope', 'tout', '--json')
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Ce partenaire existe déjà.') })
    expect(again.stderr).toContain('--scope n’est pas connu : tout')
    expect(again.stderr).toContain('Il manque --by.')
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'BY_REQUIRED' }, exitCode: 2 })
    const json = await run('partner:create', 'autre', ...options, '--by', 'accueil-2', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      partner: { key: 'autre' },
      key: { kind: 'TEST', scopes: ['FLOWS'] },
      secret: expect.stringMatching(/^ck_test_/),
    })
    expect(json.stdout).not.toContain('"hash"')
  })
})
