// `npm run proof:guesses`: how many guesses an attacker gets compared on one account in a year, on the real flows with a
// moved clock. security.md: at most 50, and a pair that opens nothing is answered alike.
import { buildTown } from '../bench/town.ts'
import { digestOf } from '../server/keys.ts'
import { type Attack, attackForYear, type MovedClock } from './attacker.ts'

const most = 50
const print = (line: string) => process.stdout.write(`${line}\n`)
const started = performance.now()
const town = await buildTown(4, 0)
const stolenDevice = `cd_${'A'.repeat(43)}`
let good = true

/** A clock of its own for each attack: every one begins on the same day. */
function movedClock(): MovedClock {
  let now = Date.parse('2026-11-22T13:00:00Z')
  return {
    now: () => new Date(now),
    moveTo(instant) {
      now = instant.getTime()
    },
  }
}

async function run(name: string, attacks: readonly Attack[], bound = most) {
  let compared = 0
  let story = ''
  for (const attack of attacks) {
    const clock = movedClock()
    const spoils = await attackForYear({ ...town.deps, clock }, clock, attack)
    compared += spoils.compared
    story = spoils.story.join(' ')
    print(`${name}: ${spoils.answered} wrong codes answered, ${spoils.compared} compared`)
  }
  good &&= compared <= bound
  return story
}

try {
  const at = (n: number, more: Partial<Attack> = {}): Attack => ({
    identifier: `P${n}`,
    email: `p${n}@orange.example`,
    stolenDevice: null,
    patienceDays: 0,
    ...more,
  })
  const nobody = { identifier: 'Q9', email: 'q9@orange.example' }
  const greedy = await run('right pair, at once', [at(0)])
  const patient = await run('right pair, lying low eight days', [at(1, { patienceDays: 8 })])
  await town.pool.query(
    `INSERT INTO "Device" ("accountId", "tokenHash", "createdAt", "expiresAt")
     SELECT id, $1, now(), now() + interval '5 years' FROM "Account" WHERE identifier IN ('P2', 'P3')`,
    [Buffer.from(digestOf(stolenDevice))],
  )
  await run('right pair, with a stolen known device', [at(2, { stolenDevice })])
  const both = [
    at(3, { patienceDays: 8 }),
    at(3, { stolenDevice }),
    at(3, { stolenDevice, email: ' P3@Orange.example' }),
  ]
  await run('the same account, each way after the other', both)
  const alike = [
    (await run('unknown pair, at once', [{ ...at(0), ...nobody }], 0)) === greedy,
    (await run('unknown pair, lying low', [{ ...at(1, { patienceDays: 8 }), ...nobody, identifier: 'Q8' }], 0)) ===
      patient,
  ]
  good &&= alike.every(Boolean)
  print(`an unknown pair is answered ${alike.every(Boolean) ? 'alike to the last word' : 'OTHERWISE'}`)
} finally {
  await town.close()
}
print(
  `${good ? `at most ${most} compared in a year` : 'TOO MANY'}, in ${Math.round((performance.now() - started) / 1000)} s`,
)
process.exit(good ? 0 : 1)
