import { expect, test } from 'vitest'
import { type Attack, attackForYear } from '../../proofs/attacker.ts'
import { migrate } from '../support/steps.ts'
import { world } from '../support/world.ts'

const right = { identifier: 'A100', email: 'marie.durand@orange.example' }

async function attacked(attack: Partial<Attack>) {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: [right.identifier] })
  await migrate(w, letter, right.email, 'Tilleul-42-lampe')
  w.clock.forward({ hours: 24 })
  const clock = {
    now: w.clock.now,
    moveTo: (to: Date) => w.clock.forward({ ms: to.getTime() - w.clock.now().getTime() }),
  }
  return attackForYear(w.deps, clock, { ...right, stolenDevice: null, patienceDays: 0, ...attack })
}

test('in a year of guessing as fast as the limits let, ten codes of an account are compared, and the story tells nothing', async () => {
  const spoils = await attacked({})
  expect(spoils).toMatchObject({ answered: 50, compared: 10 })
  const unknown = await attacked({ identifier: 'Z999' })
  expect(unknown).toEqual({ ...spoils, compared: 0 })
})

test('who lies low whenever the account may be closed gets fifty compared in a year, and no more', async () => {
  expect(await attacked({ patienceDays: 8 })).toMatchObject({ answered: 50, compared: 50 })
})
