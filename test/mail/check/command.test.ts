import { describe, expect, onTestFinished, test } from 'vitest'
import { commandWorld } from '../../import/command.ts'
import { makeAgency } from '../../import/support.ts'
import { nameServer, type Zone } from '../../support/name-server.ts'
import { reply, startRelay } from '../relay.ts'

const zones: Record<string, Zone> = {
  'tilleuls.example': { mx: [[10, 'mx.tilleuls.example']], txt: ['v=spf1 include:relay.example -all'] },
  'relay.example': { txt: ['v=spf1 ip4:203.0.113.0/24 -all'] },
}

/** The command line with a relay and a DNS of the test's own. */
async function checking() {
  const relay = await startRelay({
    atRecipient: (address) => (address.startsWith('plein') ? reply(552, '5.2.2 full') : null),
  })
  onTestFinished(() => relay.close())
  const { address } = await nameServer(zones)
  const made = await commandWorld()
  Object.assign(made.env, { SMTP_URL: relay.url, DNS_SERVERS: address })
  await makeAgency({ db: made.db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
  return { ...made, relay }
}

describe('npm run connexion -- mail:check', { timeout: 120_000 }, () => {
  test('says one line for each thing, and ends with 0 when nothing stops the mail', async () => {
    const { run, relay } = await checking()
    const { exitCode, stdout, stderr } = await run('mail:check')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.at(-1)).toBe('Rien n’empêche les messages de partir.')
    for (const line of lines.slice(0, -2)) expect(line).toMatch(/^(ok {8}|attention {1}) \S+ — .+[.…]$/)
    expect(stdout).toMatch(/ok +127\.0\.0\.1:\d+ — Relais : joignable/)
    expect(relay.received, 'nothing is sent unasked').toEqual([])
  })

  test('ends with 1 at a fault, and tells programs the same', async () => {
    const { run, env, relay } = await checking()
    await relay.close()
    Object.assign(env, { SMTP_URL: 'smtp://127.0.0.1:1?tls=off' })
    const told = await run('mail:check', '--json')
    expect(told.exitCode).toBe(1)
    expect(JSON.parse(told.stdout).findings).toContainEqual({
      subject: '127.0.0.1:1',
      level: 'FAULT',
      says: expect.stringContaining('ECONNREFUSED'),
      remedy: expect.stringContaining('SMTP_URL'),
    })
    expect(await run('mail:check', '--to', 'pas une adresse')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--to'),
    })
  })

  test('--to sends one mail for each cabinet and tells what was answered', async () => {
    const { run, relay } = await checking()
    const sent = await run('mail:check', '--to', 'Marie.Durand@orange.fr')
    expect(sent).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Essai : accepté par le relais (250)') })
    expect(relay.received).toMatchObject([{ to: ['marie.durand@orange.fr'] }])
    const refused = await run('mail:check', '--to', 'plein@orange.fr')
    expect(refused).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Essai : refusé (552 5.2.2)') })
  })
})
