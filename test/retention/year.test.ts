import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { judgeTries } from '../../server/domain/tries.ts'
import { readTries } from '../../server/flows/parts/count.ts'
import { counters } from '../../server/flows/parts/counters.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { ask, email, openOwner, password } from '../staff/support.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const next = 'odette@free.example'

/** Goes on so many days, sealing and purging as the nodes do: each day at both ends, each week between. */
async function days(w: World, count: number): Promise<void> {
  const sealer = createSealer(w.deps)
  const purger = createPurger(w.deps)
  for (let gone = 0; gone < count; ) {
    const stride = gone > 2 && count - gone > 10 ? 7 : 1
    w.clock.forward({ hours: 24 * stride })
    gone += stride
    await sealer.runOnce()
    await purger.runOnce()
  }
}

const everythingOf = async ({ deps: { db } }: World) => ({
  flows: await db.flow.count(),
  codes: await db.code.count(),
  sessions: await db.session.count(),
  messages: await db.message.count(),
  addressed: await db.message.count({ where: { OR: [{ email: { not: null } }, { about: { not: null } }] } }),
  links: await db.freezeLink.count(),
  acts: await db.staffAction.count(),
  details: await db.eventDetail.count(),
  counters: await db.counter.count(),
})

test('over a year everything goes at its time, and no earlier; what the account needs stays', {
  timeout: 120_000,
}, async () => {
  const w = await world()
  const { step, token } = await openOwner(w, ['A100'])
  await step.requestReset('A100', email)
  const { handle } = await step.changeEmail(token, next, password)
  await step.verify(handle, await w.codeSentTo(next))
  await showAccount(w.deps, ask('A100'))
  await w.deliver()
  const begun = await w.deps.db.event.count()
  const first = await everythingOf(w)
  expect(first).toMatchObject({ flows: 3, codes: 3, sessions: 1, links: 2, acts: 1 })
  expect(first.addressed).toBe(first.messages)

  await days(w, 1)
  // The migration was over five minutes earlier; the change now, and the reset that nobody finished in an hour.
  expect(await everythingOf(w)).toMatchObject({ flows: 2, codes: 2, addressed: first.messages, sessions: 1 })
  await days(w, 1)
  expect(await everythingOf(w)).toMatchObject({ flows: 0, codes: 0, addressed: first.messages, sessions: 1, links: 2 })
  const { previousEmail } = await w.deps.db.credential.findFirstOrThrow()
  expect(previousEmail).toBe(email)
  expect(await w.deps.db.formerEmail.findMany()).toMatchObject([{ email }])

  await days(w, 27)
  expect(await everythingOf(w)).toMatchObject({ addressed: first.messages, sessions: 1 })
  await days(w, 2)
  expect(await everythingOf(w)).toMatchObject({
    addressed: 0,
    sessions: 0,
    messages: first.messages,
    links: 2,
    counters: 0,
  })
  expect(await w.deps.db.credential.findMany()).toMatchObject([{ email: next, previousEmail: null }])
  expect(await w.deps.db.formerEmail.count()).toBe(0)

  await days(w, 8)
  expect(await everythingOf(w)).toMatchObject({ links: 2 })
  await days(w, 2)
  expect(await everythingOf(w)).toMatchObject({ links: 0, acts: 1, details: first.details, messages: first.messages })

  await days(w, 322)
  expect(await everythingOf(w)).toMatchObject({ acts: 1, details: first.details, messages: first.messages })
  expect(await w.deps.db.event.count()).toBe(begun)
  await days(w, 4)
  expect(await everythingOf(w)).toEqual({
    ...{ flows: 0, codes: 0, sessions: 0, messages: 0, addressed: 0, links: 0, acts: 0, details: 0, counters: 0 },
  })
  expect(await w.deps.db.event.count()).toBe(0)
  expect(await verifyAudit(w.deps, [])).toMatchObject({ fault: null, first: begun + 1 })
  expect(await step.signIn({ identifier: 'A100' }, password)).toMatchObject({ __typename: 'SignedIn' })
  await createSealer(w.deps).runOnce()
  expect(await verifyAudit(w.deps, [])).toMatchObject({ fault: null, sealed: 1 })
})

test('fifty wrong codes are remembered for their whole year, however often the purge runs', {
  timeout: 120_000,
}, async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const wrong = async (handle: string) => {
    const right = await w.codeSentTo(email)
    for (let i = 0; i < 5; i++) await step.verify(handle, right === '00000000' ? '11111111' : '00000000')
  }
  for (let day = 0; day < 5; day++) {
    const { handle } = await step.start(letter)
    await step.chooseEmail(handle, email)
    await wrong(handle)
    w.clock.forward({ minutes: 2 })
    await step.resend(handle)
    await wrong(handle)
    await days(w, 1)
  }
  const spent = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  const left = async () => judgeTries(await readTries(w.deps.db, w.deps, spent), spent.limits, w.clock.now()).left
  await days(w, 359)
  expect(await readTries(w.deps.db, w.deps, spent)).toHaveLength(50)
  expect(await left()).toBe(0)
  await days(w, 1)
  expect(await left()).toBe(10)
  await days(w, 5)
  expect(await w.deps.db.counter.count()).toBe(0)
})
