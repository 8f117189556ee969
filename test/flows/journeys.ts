import type { FlowKind } from '../../server/domain/flow.ts'
import type { FlowStep } from '../../server/domain/refusals.ts'
import type { Letter } from '../support/people.ts'
import { migrate, steps } from '../support/steps.ts'
import type { World } from '../support/world.ts'

/** A flow of somebody new, at its first step. */
export interface Journey {
  letter: Letter
  handle: string
  anotherAddress: string
  /** What `setPassword` would set; null in a kind that sets none. */
  password: string | null
  /** On to ENTER_CODE. */
  toCode(): Promise<void>
  /** The newest code mailed to it. */
  code(): Promise<string>
  /** Lets something else of the same owner end it. */
  supersede(): Promise<void>
}

export type Ended = 'COMPLETED' | 'CANCELLED' | 'SUPERSEDED' | 'EXPIRED' | 'UNKNOWN'
/** LAPSED: the code was typed more than fifteen minutes ago, so that the flow stands at ENTER_CODE again. */
export type Stand = FlowStep | 'LAPSED' | Ended

const password = 'Tilleul-42-lampe'
let people = 0

/** Somebody who has migrated, hours ago: their sends and pauses are over. */
async function migrated(w: World) {
  people++
  const [letter] = await w.people.owner()
  const email = `m${people}@orange.example`
  await migrate(w, letter, email, password)
  await w.deliver()
  w.clock.forward({ hours: 2 })
  return { letter, email }
}

export const journeys: Record<FlowKind, (w: World) => Promise<Journey>> = {
  async MIGRATION(w) {
    const step = steps(w)
    people++
    const [letter] = await w.people.owner()
    const email = `m${people}@orange.example`
    const { handle } = await step.start(letter)
    return {
      letter,
      handle,
      anotherAddress: `n${people}@orange.example`,
      password,
      toCode: async () => void (await step.chooseEmail(handle, email)),
      code: () => w.codeSentTo(email),
      supersede: async () => void (await step.start(letter)),
    }
  },

  async RESET(w) {
    const step = steps(w)
    const { letter, email } = await migrated(w)
    const { handle } = await step.requestReset(letter.identifier, email)
    return {
      letter,
      handle,
      anotherAddress: `n${people}@orange.example`,
      password: 'Lampe-verte-4243',
      toCode: async () => {},
      code: () => w.codeSentTo(email),
      async supersede() {
        const { token } = await step.signIn(letter, password)
        await step.changePassword(token, password, 'Lampe-verte-4244')
      },
    }
  },

  async EMAIL_CHANGE(w) {
    const step = steps(w)
    const { letter } = await migrated(w)
    const { token } = await step.signIn(letter, password)
    const next = `c${people}@orange.example`
    const { handle } = await step.changeEmail(token, next, password)
    return {
      letter,
      handle,
      anotherAddress: `n${people}@orange.example`,
      password: null,
      toCode: async () => {},
      code: () => w.codeSentTo(next),
      supersede: async () => void (await step.changePassword(token, password, 'Lampe-verte-4244')),
    }
  },
}

/** Brings a journey to where it shall stand, by the API alone. */
export async function bring(w: World, journey: Journey, stand: Stand): Promise<void> {
  const step = steps(w)
  const { handle } = journey
  if (stand !== 'CHOOSE_EMAIL') await journey.toCode()
  // A repeated send is paused for a minute; nothing here tests that.
  w.clock.forward({ minutes: 1 })
  if (stand === 'SET_PASSWORD' || stand === 'LAPSED') await step.verify(handle, await journey.code())
  if (stand === 'LAPSED') w.clock.forward({ minutes: 15, ms: 1 })
  if (stand === 'CANCELLED') await step.cancel(handle)
  if (stand === 'EXPIRED') w.clock.forward({ hours: 25 })
  if (stand === 'SUPERSEDED') {
    // A reset that still waits for its code ends in silence: only one that stands verified is told.
    if ((await step.flow(handle)).kind === 'RESET') await step.verify(handle, await journey.code())
    await journey.supersede()
  }
  if (stand === 'COMPLETED') {
    await step.verify(handle, await journey.code())
    if (journey.password) await step.setPassword(handle, journey.password)
  }
  if (stand === 'COMPLETED' || stand === 'SUPERSEDED') await w.deliver()
}
