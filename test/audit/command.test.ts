import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { writeSeal } from '../../server/audit/chain.ts'
import { createSealer } from '../../server/audit/sealer.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { createKeyRing } from '../../server/keys.ts'
import { commandWorld } from '../import/command.ts'

/** Three events sealed under the keys that the command is given. */
async function sealedCommandWorld() {
  const made = await commandWorld()
  const [id = '', base64 = ''] = made.env.CONNEXION_KEYS.split(':')
  const keys = createKeyRing(new Map([[id, new Uint8Array(Buffer.from(base64, 'base64'))]]), id)
  const at = new Date('2026-11-22T13:05:00Z')
  await made.db.event.createMany({
    data: [1, 2, 3].map((seconds) => ({ realm: 'live', kind: 'SIGNED_IN', at: new Date(at.getTime() + seconds) })),
  })
  await createSealer({ db: made.db, keys, log: pino({ level: 'silent' }) }).runOnce()
  const { newest } = await verifyAudit({ db: made.db, keys }, [])
  return { ...made, newest: writeSeal(newest) }
}

describe('audit:verify', { timeout: 120_000 }, () => {
  test('says that the audit is whole, what it compared, and the newest seal', async () => {
    const { run, write, newest } = await sealedCommandWorld()
    const alone = await run('audit:verify')
    expect(alone).toMatchObject({ exitCode: 0, stderr: '' })
    expect(alone.stdout).toMatch(/^Intact\.\n {2}3 événements intacts à partir du numéro 1, 0 pas encore scellés/)
    expect(alone.stdout).toContain('une fin coupée ne se verrait pas')
    expect(alone.stdout).toContain(`Dernier sceau : ${newest}`)
    const log = write('connexion.log', `{"level":30,"seal":"${newest}","msg":"audit sealed"}\n{"level":30}\n`)
    const compared = await run('audit:verify', '--log', log, '--json')
    expect(JSON.parse(compared.stdout)).toMatchObject({ fault: null, sealed: 3, compared: 1, newest })
  })

  test('says the first faulty number and ends with 1', async () => {
    const { run, db, newest } = await sealedCommandWorld()
    await db.$executeRawUnsafe('ALTER TABLE "Event" DISABLE TRIGGER USER')
    await db.$executeRawUnsafe('DELETE FROM "Event" WHERE number = 3')
    const cut = await run('audit:verify', '--anchor', newest)
    expect(cut).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^MODIFIÉ au numéro 3 : aucun événement/) })
    await db.$executeRawUnsafe(`UPDATE "Event" SET kind = 'SIGNED_OUT' WHERE number = 2`)
    const edited = await run('audit:verify', '--json')
    expect(edited.exitCode).toBe(1)
    expect(JSON.parse(edited.stdout)).toMatchObject({ fault: { number: 2, reason: 'EDITED' }, sealed: 1 })
  })

  test('refuses a seal that is none and a log that cannot be read', async () => {
    const { run, dir } = await sealedCommandWorld()
    expect(await run('audit:verify', '--anchor', '12:ab')).toMatchObject({ exitCode: 2, stdout: '' })
    expect(await run('audit:verify', '--log', join(dir, 'none'))).toMatchObject({ exitCode: 2, stdout: '' })
  })
})
