import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/keys.ts'
import { systemRandom } from '../../server/random.ts'
import { commandWorld } from '../import/command.ts'
import { makeAgency } from '../import/support.ts'
import { newPartner } from '../support/partners.ts'

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

  test('partner:key gives or replaces one, partner:show names them by their beginning, partner:revoke ends them', async () => {
    const { run, db } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    await newPartner({ db, clock: { now: () => new Date() }, random: systemRandom }, 'lumen', { kind: 'live' })
    const first = await db.key.findFirstOrThrow()
    const by = ['--by', 'accueil-2']
    const rotated = await run('partner:key', 'lumen', '--rotate', first.prefix, ...by)
    expect(rotated).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ck_live_[\w-]{43}$/m) })
    expect(rotated.stdout).toContain(`L’ancienne, ${first.prefix}…, marche jusqu’au`)
    const shown = await run('partner:show', 'lumen')
    expect(shown.stdout).toMatch(
      /^Portail lumen \(lumen\)\n {2}prévenir {3}technique@lumen.example\n {2}cabinets {3}tilleuls/,
    )
    expect(shown.stdout.match(/ck_live_[\w-]{8}…/g)).toHaveLength(2)
    expect(shown.stdout).not.toMatch(/ck_live_[\w-]{9}/)
    expect(await run('partner:revoke', 'lumen', ...by)).toMatchObject({ exitCode: 2, stdout: '' })
    const revoked = await run('partner:revoke', 'lumen', '--all', ...by)
    expect(revoked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('n’ouvre plus rien') })
    expect(await db.key.count({ where: { revokedAt: null } })).toBe(0)
    expect(await run('partner:show', 'personne')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Aucun'),
    })
  })

  test('partner:agencies entrusts and takes, partner:contact changes whom to tell, and each says what it refuses', async () => {
    const { run, db } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    const { id: _id, ...tilleuls } = await db.agency.findFirstOrThrow()
    await db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
    await newPartner({ db, clock: { now: () => new Date() }, random: systemRandom }, 'lumen', { kind: 'live' })
    const by = ['--by', 'accueil-2']
    const added = await run('partner:agencies', 'lumen', '--add', 'parc', ...by)
    expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('sert : parc, tilleuls.') })
    expect(added.stdout).toContain('partner:key lumen')
    const taken = await run('partner:agencies', 'lumen', '--remove', 'tilleuls', ...by)
    expect(taken.stdout).toContain('sert : parc.\n  Démarches finies : 0. Sessions finies : 0.')
    const last = await run('partner:agencies', 'lumen', '--remove', 'parc', '--json', ...by)
    expect(last).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('C’est son dernier cabinet.') })
    expect(await run('partner:agencies', 'lumen')).toMatchObject({ exitCode: 2 })
    const told = await run('partner:contact', 'lumen', '--contact', 'exploitation@lumen.example', ...by)
    expect(told).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('exploitation@lumen.example') })
    const none = await run('partner:contact', 'lumen', '--contact', 'nulle-part', ...by)
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('n’est pas une adresse e-mail') })
  })

  test('partner:webhook prints the secret once, proves no address of our own network, shows, rotates and stops', async () => {
    const { run, db } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    await newPartner({ db, clock: { now: () => new Date() }, random: systemRandom }, 'lumen', { kind: 'live' })
    const webhook = (act: string, ...options: string[]) => run('partner:webhook', 'lumen', act, ...options)
    const by = ['--by', 'accueil-2']
    expect(await webhook('add', '--url', 'http://localhost:4000/', ...by)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('n’est pas une adresse https'),
    })
    const added = await webhook('add', '--url', 'https://127.0.0.1:1/hook', ...by)
    expect(added).toMatchObject({ exitCode: 0, stderr: '' })
    expect(added.stdout.match(/^whsec_[\w+/]{43}=$/gm)).toHaveLength(1)
    expect(added.stdout).toContain('à prouver (prove)')
    const proved = await webhook('prove', '--json', ...by)
    expect(proved).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('INWARD') })
    expect(JSON.parse(proved.stdout)).toMatchObject({ error: { code: 'URL_UNPROVED' } })
    const rotated = await webhook('rotate', '--json', ...by)
    expect(JSON.parse(rotated.stdout)).toMatchObject({ secret: expect.stringMatching(/^whsec_/), webhook: {} })
    expect(JSON.parse(rotated.stdout).webhook).not.toHaveProperty('secret')
    expect((await webhook('stop', ...by)).stdout).toContain('arrêté le')
    const shown = await webhook('show')
    expect(shown.stdout).toMatch(/^Portail lumen \(lumen\) :[\s\S]*https:\/\/127.0.0.1:1\/hook[\s\S]*à la main/)
    expect(shown.stdout).not.toContain('whsec_')
    expect(await webhook('efface')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('n’est pas admise') })
  })
})
