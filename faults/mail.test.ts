import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { perhapsTaken } from '../server/mail/transport.ts'
import { answers, type Script } from '../test/support/scripted-smtp.ts'
import { meet } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
let node: Program
beforeAll(async () => {
  town = await openTown()
  node = await town.node()
  await node.start()
})
afterAll(() => town.close())

const weathers: [string, Script][] = [
  ['is away', (moment) => (moment === 'GREETING' ? 'DROP' : null)],
  ['says nothing', (moment) => (moment === 'RCPT' ? 'SILENCE' : null)],
  ['says 450', (moment) => (moment === 'RCPT' ? answers.greylisted : null)],
  ['says 452 to the mail', (moment) => (moment === 'END' ? answers.fullForNow : null)],
  ['says 550', (moment) => (moment === 'RCPT' ? answers.unknown : null)],
  ['hangs up behind the mail', (moment) => (moment === 'END' ? 'DROP' : null)],
]

test.each(weathers)(
  'a mail server that %s: the step is answered all the same, and a code asked for again leaves',
  async (name, weather) => {
    const person = await meet(town, () => node)
    await person.startMigration()
    let struck = 0
    town.weather((moment, to) => {
      const act = weather(moment, to)
      if (act) struck++
      return act
    })
    const asked = performance.now()
    expect((await person.chooseEmail()).__typename).toBe('CodeSent')
    const answered = performance.now() - asked
    await vi.waitFor(() => expect(struck).toBeGreaterThan(0), { timeout: 30_000 })
    // It is down while a node dies, too.
    await node.kill()
    await town.untilAlone()
    await town.expectLaws()
    await node.start()
    town.weather(null)
    const mended = performance.now()
    await vi.waitFor(async () => expect((await person.resendCode()).__typename).toBe('CodeSent'), {
      timeout: 10_000,
      interval: 300,
    })
    expect((await person.verify()).__typename).toBe('CodeVerified')
    const seconds = (performance.now() - mended) / 1000
    expect((await person.setPassword()).__typename).toBe('PasswordSet')
    await town.expectLaws({ sealed: true })
    tell(
      `mail server ${name}: step answered in ${answered.toFixed(0)} ms, code through ${seconds.toFixed(1)} s after it was mended`,
    )
  },
)

test('what waited for the mail server has left, each once, within two minutes', async () => {
  await vi.waitFor(
    async () => {
      const waiting = await town.deps.db.message.findMany({ where: { state: 'QUEUED' }, select: { lastReply: true } })
      // A server that hung up behind the mail may have it: nothing is sent again to it so soon.
      expect(waiting.filter(({ lastReply }) => !lastReply?.endsWith(perhapsTaken))).toEqual([])
    },
    { timeout: 150_000, interval: 500 },
  )
  await town.expectLaws({ sealed: true })
})
