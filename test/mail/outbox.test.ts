import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enqueue } from '../../server/mail/outbox.ts'
import { type MailWorld, mailWorld } from './mail-world.ts'

describe('the outbox', () => {
  let world: MailWorld
  beforeAll(async () => {
    world = await mailWorld()
  })
  afterAll(() => world.close())

  const notice = (email: string) => ({
    realm: 'live',
    kind: 'ACCOUNT_OPENED' as const,
    email,
    accountId: world.account.id,
    at: world.clock.now(),
    giveUpAt: new Date(world.clock.now().getTime() + 72 * 3_600_000),
  })

  test('a mail exists once its transaction is committed, due at once', async () => {
    await world.db.$transaction((tx) => enqueue(tx, notice('marie@orange.fr')))
    const [row, ...others] = await world.db.message.findMany({ where: { email: 'marie@orange.fr' } })
    expect(others).toEqual([])
    expect(row).toMatchObject({ state: 'QUEUED', attempts: 0, leasedUntil: null, lastReply: null })
    expect(row?.nextAttemptAt).toEqual(world.clock.now())
  })

  test('a mail of a transaction that rolls back never existed', async () => {
    const failing = world.db.$transaction(async (tx) => {
      await enqueue(tx, notice('paul@orange.fr'))
      throw new Error('the step failed after its mail')
    })
    await expect(failing).rejects.toThrow('the step failed')
    expect(await world.db.message.count({ where: { email: 'paul@orange.fr' } })).toBe(0)
  })
})
