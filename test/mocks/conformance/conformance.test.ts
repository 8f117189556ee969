import { expect, test } from 'vitest'
import { everyAnswer } from './full-documents.ts'
import { keyed } from './keyed.ts'
import { migrations } from './migrations.ts'
import { changes, mails, resets } from './others.ts'
import { createPlayer, type Line } from './player.ts'
import { mockSide, serverSide } from './sides.ts'

const journeys = Object.entries({ ...migrations, ...resets, ...changes, ...mails, ...keyed })
const seen = new Set<string>()
let answers = 0

/** A journey is hundreds of requests, and the machine may be busy with the other tests. */
const patient = { timeout: 90_000 }

test.each(journeys)('the mock answers as the server: %s', patient, async (_name, journey) => {
  const [server, mock] = [createPlayer(await serverSide()), createPlayer(await mockSide())]
  for (const player of [server, mock]) {
    await journey(player)
    await player.finish()
  }
  expect(mock.lines).toEqual(server.lines)
  for (const line of server.lines) note(line)
  answers += server.lines.length
})

test('every answer of every mutation was given by both', () => {
  // What stands for « not now » on either side has no step that leads there: test/mocks/mock.test.ts shows it. What moves
  // a sandbox needs a test key, which no mock knows: it is told so, as a live key is by the server.
  const ofSandbox = /^(moveClock|resetSandbox) → (?!NotAllowed|IdempotencyRefused)/
  const expected = everyAnswer().filter((answer) => !answer.endsWith('→ Busy') && !ofSandbox.test(answer))
  expect(expected.length).toBeGreaterThan(50)
  expect(expected.filter((answer) => !seen.has(answer))).toEqual([])
  expect(answers).toBeGreaterThan(2000)
})

function note({ asked, answer }: Line): void {
  if (answer instanceof Object && '__typename' in answer) seen.add(`${asked.split(' ')[0]} → ${answer.__typename}`)
}
