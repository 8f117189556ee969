import { describe, expect, test } from 'vitest'
import { flowKinds } from '../../server/domain/flow.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { bring, type Journey, journeys, type Stand } from './journeys.ts'

const ways = {
  startMigration: (w: World, { letter }: Journey, flow: string | null) => steps(w).start(letter, flow),
  signIn: (w: World, { letter }: Journey, flow: string | null) =>
    steps(w).signIn(letter, letter.issuedPassword, flow === null ? {} : { flow }),
}

describe.each(Object.entries(ways))('who comes back with the letter, by %s', (_name, comeBack) => {
  test.each<[Stand, string]>([
    ['CHOOSE_EMAIL', 'CHOOSE_EMAIL'],
    ['ENTER_CODE', 'ENTER_CODE'],
    ['SET_PASSWORD', 'SET_PASSWORD'],
    ['LAPSED', 'ENTER_CODE'],
  ])('and the handle, at %s, goes on at %s', async (stand, step) => {
    const w = await world()
    const journey = await journeys.MIGRATION(w)
    await bring(w, journey, stand)
    expect(await comeBack(w, journey, journey.handle)).toMatchObject({
      __typename: 'MigrationStarted',
      handle: journey.handle,
      flow: { step },
    })
    expect(await w.deps.db.flow.count()).toBe(1)
  })

  test.each<Stand>(['CHOOSE_EMAIL', 'ENTER_CODE', 'SET_PASSWORD', 'LAPSED'])(
    'but not the handle, at %s, starts again, and ends what was open',
    async (stand) => {
      const w = await world()
      const journey = await journeys.MIGRATION(w)
      await bring(w, journey, stand)
      const again = await comeBack(w, journey, null)
      expect(again).toMatchObject({ __typename: 'MigrationStarted', flow: { step: 'CHOOSE_EMAIL', emailFixed: false } })
      expect(again.handle).not.toBe(journey.handle)
      expect(again.flow.email).toBe(stand === 'CHOOSE_EMAIL' ? null : 'm•••@orange.example')
      expect(await steps(w).flow(journey.handle)).toMatchObject({ reason: 'SUPERSEDED' })
    },
  )

  test.each<Stand>(['CANCELLED', 'SUPERSEDED', 'EXPIRED'])('and a handle that is %s starts again', async (stand) => {
    const w = await world()
    const journey = await journeys.MIGRATION(w)
    await bring(w, journey, stand)
    const again = await comeBack(w, journey, journey.handle)
    expect(again).toMatchObject({ __typename: 'MigrationStarted', flow: { step: 'CHOOSE_EMAIL' } })
    expect(again.handle).not.toBe(journey.handle)
  })

  test('once the migration is done, opens nothing: the issued password is dead', async () => {
    const w = await world()
    const journey = await journeys.MIGRATION(w)
    await bring(w, journey, 'COMPLETED')
    for (const flow of [journey.handle, null]) {
      expect(await comeBack(w, journey, flow)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
    }
  })

  test('is given nobody else’s flow: a handle of another account, or of another kind, is not resumed', async () => {
    const w = await world()
    const mine = await journeys.MIGRATION(w)
    for (const kind of flowKinds) {
      const other = await journeys[kind](w)
      const again = await comeBack(w, mine, other.handle)
      expect(again).toMatchObject({ __typename: 'MigrationStarted', flow: { step: 'CHOOSE_EMAIL' } })
      expect(again.handle).not.toBe(other.handle)
      expect(await steps(w).cancel(other.handle)).toMatchObject({ __typename: 'FlowCancelled' })
    }
  })
})
