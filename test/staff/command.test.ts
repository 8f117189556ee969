import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandWorld } from '../import/command.ts'
import { header, makeAgency, rowOf } from '../import/support.ts'

const who = ['--by', 'accueil-2', '--reason', 'appel du 22 novembre'] as const
const readLetters = (path: string) =>
  readFileSync(path, 'utf8')
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(';'))

/** Two accounts of one owner, imported by the command itself. */
async function imported() {
  const made = await commandWorld()
  await makeAgency({ db: made.db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
  const rows = [rowOf(), rowOf({ id: '012346', home: '-Les Pins-' })]
  const { exitCode } = await made.run('import', made.write('owners.csv', [header, ...rows].join('\n')))
  expect(exitCode).toBe(0)
  return made
}

/** As after a first connection: both accounts share one password and one address. */
async function open({ db }: Awaited<ReturnType<typeof imported>>) {
  const at = new Date('2026-10-01T08:00:00Z')
  const { id: ownerId } = await db.owner.findFirstOrThrow()
  const credential = await db.credential.create({
    data: {
      ...{ ownerId, passwordHash: 'x', passwordChangedAt: at, email: 'marie@orange.example', emailVerifiedAt: at },
      createdAt: at,
    },
  })
  await db.account.updateMany({ data: { state: 'ACTIVE', credentialId: credential.id, activatedAt: at } })
}

describe('the command line of the service', { timeout: 120_000 }, () => {
  test('account:show says the state and the next thing to do, for people and for programs', async () => {
    const { run, db } = await imported()
    const shown = await run('account:show', '012345', ...who)
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' })
    expect(shown.stdout).toMatch(/^Mme Marie Durand — Cabinet des Tilleuls\n→ Première connexion à faire/)
    expect(shown.stdout).toContain('account:reissue 012345')
    const json = await run('account:show', '012345', ...who, '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ identifier: '012345', next: { action: 'USE_LETTER' }, email: null })
    expect(await db.event.count({ where: { kind: 'ACCOUNT_SHOWN' } })).toBe(2)
  })

  test('account:reissue writes the letter once, for whoever asked alone, and shows the password to nobody', async () => {
    const { run, db, dir } = await imported()
    const path = join(dir, 'courrier.csv')
    const done = await run('account:reissue', '012346', ...who, '--out', path)
    expect(done).toMatchObject({ exitCode: 0, stderr: '' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const [names = [], values = [], ...more] = readLetters(path)
    expect(more).toEqual([])
    const letter = Object.fromEntries(names.map((name, i) => [name, values[i]]))
    expect(letter).toMatchObject({
      ...{ cabinet: 'Cabinet des Tilleuls', civilite: 'Mme', prenom: 'Marie', nom: 'Durand', identifiant: '012346' },
      adresse_cabinet: '"1 rue des Tilleuls, 69003 Lyon"',
      residence: "'-Les Pins-",
      mot_de_passe: expect.stringMatching(/^[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}$/),
      valable_jusqu_au: expect.stringMatching(/^\d+(er)? [a-zéû]+ 20\d\d$/),
    })
    const secret = letter.mot_de_passe ?? ''
    expect(done.stdout).toContain(path)
    expect(done.stdout + done.stderr).not.toContain(secret)
    expect(await db.account.findFirst({ where: { identifier: '012346' } })).toMatchObject({
      state: 'ISSUED',
      issuedHash: expect.stringMatching(/^\$argon2id\$/),
    })

    const before = await db.account.findMany()
    const again = await run('account:reissue', '012346', ...who, '--out', path, '--json')
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('existe déjà') })
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'OUT_EXISTS' }, exitCode: 2 })
    expect(readFileSync(path, 'utf8')).toContain(secret)
    expect(await db.account.findMany()).toEqual(before)
    const nowhere = await run('account:reissue', '012346', ...who, '--out', join(dir, 'no', 'such.csv'))
    expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Rien n’est fait') })
    expect(await db.account.findMany()).toEqual(before)
  })

  test('owner:detach-email asks first, refuses to hurry, and then writes one file with every letter', async () => {
    const made = await imported()
    await open(made)
    const { run, db, dir } = made
    const path = join(dir, 'courriers.csv')
    const args = ['owner:detach-email', '012345', ...who, '--out', path]
    const asked = await run(...args)
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' })
    expect(asked.stdout).toContain('Prévenu par e-mail : m•••@orange.example')
    expect(await run(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('à partir du') })
    expect(existsSync(path)).toBe(false)
    expect(await db.account.count({ where: { state: 'ACTIVE' } })).toBe(2)

    // The command reads the database's own clock: three days are taken off the request instead.
    const { id, requestedAt, effectiveAt } = await db.staffAction.findFirstOrThrow()
    const earlier = (at: Date) => new Date(at.getTime() - 72 * 3_600_000)
    await db.staffAction.update({
      where: { id },
      data: { requestedAt: earlier(requestedAt), effectiveAt: earlier(effectiveAt) },
    })
    const done = await run(...args, '--json')
    expect(done).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(done.stdout)).toMatchObject({ identifiers: ['012345', '012346'] })
    expect(readLetters(path)).toHaveLength(3)
    expect(await db.account.count({ where: { state: 'ISSUED', credentialId: null } })).toBe(2)
  })

  test('account:close, reopen, unlock, freeze and thaw say in French what they did or why not', async () => {
    const made = await imported()
    await open(made)
    const { run } = made
    expect(await run('account:thaw', '012345', ...who)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('n’est pas bloqué'),
    })
    expect(await run('account:unlock', '012345', ...who)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Plus d’attente à la connexion'),
    })
    expect(await run('account:close', '012345', ...who)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--cause'),
    })
    expect(await run('account:close', '012345', ...who, '--cause', 'death')).toMatchObject({
      exitCode: 0,
      stdout: [
        'Fait : 012345 est fermé.',
        '  Ce propriétaire a d’autres comptes, à fermer un par un s’il le faut : 012346 (-Les Pins-, ouvert)',
        '  Prévenu par e-mail : m•••@orange.example\n',
      ].join('\n'),
    })
    const path = join(made.dir, 'rouvert.csv')
    expect(await run('account:reopen', '012345', ...who, '--out', path)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('réouverture du compte fermé'),
    })
    expect(readLetters(path)).toHaveLength(2)
    expect((await run('account:show', '012346', ...who)).stdout).toContain('Il dit « ce n’est pas moi » : bloquez.')
    expect(await run('account:freeze', '012346', ...who)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Fait : 012346 est bloqué.'),
    })
    expect((await run('account:show', '012346', ...who)).stdout).toContain('--keep-email')
    expect(await run('account:thaw', '012346', ...who)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--keep-email'),
    })
    expect(await run('account:thaw', '012346', ...who, '--keep-email')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Il fonctionnera à partir du'),
    })
    const unnamed = await run('account:close', '012346', '--cause', 'sale')
    expect(unnamed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Il manque --by.') })
  })

  test('addresses:refused lists whom to call, for people, for a spreadsheet and for programs', async () => {
    const made = await imported()
    await open(made)
    const { run, db } = made
    const none = await run('addresses:refused', ...who)
    expect(none).toMatchObject({ exitCode: 0, stdout: 'Aucune adresse e-mail à corriger.\n', stderr: '' })
    const at = new Date('2026-11-20T09:30:00Z')
    await db.credential.updateMany({ data: { emailRefusedAt: at, emailRefusedFor: 'UNKNOWN' } })
    const listed = await run('addresses:refused', ...who)
    expect(listed.stdout).toMatch(
      /^1 adresse e-mail à corriger\.\n\nAdresse inconnue \(1\)\n {2}012345, 012346 — Cabinet/,
    )
    expect(listed.stdout).toContain('m•••@orange.example, depuis le 20 novembre 2026 à 10 h 30')
    const { stdout } = await run('addresses:refused', '--csv', ...who)
    const [names, row, ...more] = stdout.trimEnd().split('\r\n')
    expect(names).toBe('\ufeffstatut;cabinet;identifiants;adresse;depuis;a_faire')
    expect(row).toMatch(/^Adresse inconnue;Cabinet des Tilleuls;012345 012346;m•••@orange.example;20 novembre/)
    expect(more).toEqual([])
    const json = JSON.parse((await run('addresses:refused', '--json', ...who)).stdout)
    expect(json).toMatchObject({ addresses: [{ identifiers: ['012345', '012346'], reason: 'UNKNOWN' }] })
    expect(await run('addresses:refused', '--by', 'accueil-2')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--reason'),
    })
    expect(await db.event.count({ where: { kind: 'ADDRESSES_LISTED' } })).toBe(4)
  })
})
