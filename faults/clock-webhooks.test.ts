import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createSealer } from '../server/audit/sealer.ts'
import { databaseClock } from '../server/clock.ts'
import { connect } from '../server/database/connect.ts'
import { record } from '../server/flows/parts/record.ts'
import { addWebhook } from '../server/partners/add-webhook.ts'
import { proveWebhook } from '../server/partners/prove-webhook.ts'
import { createCrier } from '../server/partners/webhooks/crier.ts'
import { internet } from '../server/partners/webhooks/internet.ts'
import { systemRandom } from '../server/random.ts'
import { mailDeps } from '../test/mail/mail-deps.ts'
import { newPartner } from '../test/support/partners.ts'
import { startReceiver } from '../test/webhooks/receiver.ts'
import { openLeapingClock } from './support/leaping-clock.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

/** What tells partners, as each node has it: a pool, PostgreSQL's clock and a crier. A node of production reaches no loopback. */
async function openNode() {
  const db = connect(town.lineUrl, 4)
  const clock = await databaseClock(db)
  const deps = { ...mailDeps(db, clock), random: systemRandom, keys: town.deps.keys }
  // A busy machine is no receiver's fault; still less than a lease.
  const crier = createCrier(deps, { ...internet(deps), limitMs: 12_000 })
  return {
    ...{ deps, clock, crier },
    async close() {
      await crier.stop()
      clock.stop()
      await db.$disconnect()
    },
  }
}

test('two hours forward or five back while an event is being told: no node tells it again', async () => {
  const clock = await openLeapingClock(town.postgres)
  const nodes = [await openNode(), await openNode()] as const
  const { deps } = nodes[0]
  const [{ accountId }] = await town.people.owner()
  await newPartner(deps, 'lumen', { kind: 'live', scopes: ['read-events'] })
  const receiver = await startReceiver(() => nodes[0].clock.now())
  const choice = { partnerKey: 'lumen', test: false, url: receiver.url }
  const added = await addWebhook(deps, choice, 'accueil-2')
  if (added.__typename === 'PartnerRefused') throw new Error(`refused: ${JSON.stringify(added.faults)}`)
  expect((await proveWebhook(deps, internet(deps), choice, 'accueil-2')).__typename).toBe('WebhookProved')
  for (const { crier } of nodes) crier.start()

  for (const hours of [2, -3]) {
    const onItsWay = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    receiver.answer = async (response) => {
      onItsWay.resolve()
      await answer.promise
      response.writeHead(204).end()
    }
    const told = receiver.told().length
    // The nodes look at the clock when the event is on its way and the clock has leapt, not before.
    const looked = Promise.withResolvers<void>()
    town.line.watch(async ({ sql, when }): Promise<'GO'> => {
      if (when !== 'before' || !/clock_timestamp/.test(sql)) return 'GO'
      looked.resolve()
      await onItsWay.promise
      if (clock.hours() !== hours) clock.set(hours)
      return 'GO'
    })
    await looked.promise
    await record(deps.db, { realm: 'live', kind: 'PASSWORD_CHANGED', at: nodes[0].clock.now(), accountId }, null)
    await createSealer(deps).runOnce()
    await onItsWay.promise
    const stands = () => nodes.map((node) => Math.round((node.clock.now().getTime() - Date.now()) / 3_600_000))
    await vi.waitFor(() => expect(stands()).toContain(hours), { timeout: 10_000 })
    // Both look for what is due, twice over, by the clock that they have by now.
    let looks = 0
    const lookedAgain = Promise.withResolvers<void>()
    town.line.watch(({ sql, when }) => {
      if (when === 'after' && /UPDATE "WebhookDelivery"/.test(sql) && ++looks === 4) lookedAgain.resolve()
      return 'GO'
    })
    await lookedAgain.promise
    answer.resolve()
    await vi.waitFor(async () => expect(await unsettled()).toBe(0), { timeout: 60_000 })
    expect(receiver.told()).toHaveLength(told + 1)
    town.line.watch(null)
  }
  const deliveries = await deps.db.webhookDelivery.findMany()
  expect(deliveries.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(['DELIVERED 1', 'DELIVERED 1'])
  for (const node of nodes) await node.close()
  tell('the clock leapt two hours forward and five back while an event was being told: told once')
})

const unsettled = () => town.deps.db.webhookDelivery.count({ where: { state: 'QUEUED' } })
