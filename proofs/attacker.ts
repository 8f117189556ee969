import type { Deps, Tx } from '../server/deps.ts'
import type { Caller, DeviceSlot } from '../server/flows/caller.ts'
import { requestReset } from '../server/flows/request-reset.ts'
import { resendCode } from '../server/flows/resend-code.ts'
import { verifyEmailCode } from '../server/flows/verify-email-code.ts'
import type { PrismaClient } from '../server/generated/prisma/client.ts'
import { deriveCode, digestOf } from '../server/keys.ts'

export interface Attack {
  identifier: string
  email: string
  /** A known device's token that was stolen; null: the attacker has none. */
  stolenDevice: string | null
  /** Days to lie low once the account may be closed to strangers' resets. */
  patienceDays: number
}

export interface Spoils {
  /** Wrong codes that were answered as such: what the attacker sees. */
  answered: number
  /** Of these, the ones in whose place the right code would have opened: what was really compared. */
  compared: number
  /** Every answer in its order, with the instants as distances: alike for whoever is attacked. */
  story: string[]
}

export interface MovedClock {
  now(): Date
  moveTo(instant: Date): void
}

const day = 86_400_000
const wrongCode = '00000000'

/**
 * Attacks one pair for a year on the real flows, from a network of its own each time, as fast as the limits let it: ask
 * for a code, guess until told to stop, ask again. Whether a guess counted is tried out beforehand with the right code,
 * in a transaction that is rolled back.
 */
export async function attackForYear(deps: Deps, clock: MovedClock, attack: Attack): Promise<Spoils> {
  const spoils: Spoils = { answered: 0, compared: 0, story: [] }
  const begin = clock.now().getTime()
  const isOver = () => clock.now().getTime() >= begin + 365 * day
  let asked = 0
  const caller = (): Caller => {
    asked++
    const device: DeviceSlot | null = attack.stolenDevice ? { held: attack.stolenDevice, give() {} } : null
    return {
      realm: 'live',
      key: null,
      clientAddress: `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
      userAgent: null,
      device,
    }
  }
  const tell = (what: string, at?: Date | null) =>
    spoils.story.push(at ? `${what} +${at.getTime() - clock.now().getTime()}` : what)
  const waitUntil = (at: Date | null) =>
    clock.moveTo(new Date(Math.max(at?.getTime() ?? begin + 365 * day, clock.now().getTime() + 1000)))
  const after = (ms: number) => new Date(clock.now().getTime() + ms)

  while (!isOver()) {
    const { identifier, email } = attack
    const reset = await requestReset(deps, { identifier, email }, caller())
    tell(reset.__typename, 'retryAt' in reset ? reset.retryAt : null)
    if (reset.__typename !== 'ResetRequested') {
      waitUntil('retryAt' in reset ? reset.retryAt : after(60_000))
      continue
    }
    const input = { flow: reset.handle, code: wrongCode }
    for (let stopped = false; !stopped && !isOver(); ) {
      const counts = await wouldOpen(deps, reset.handle, caller())
      const answer = await verifyEmailCode(deps, input, caller())
      tell(answer.__typename, 'retryAt' in answer ? answer.retryAt : null)
      if (answer.__typename !== 'CodeRefused') {
        stopped = true
        if (answer.__typename === 'TooManyTries') waitUntil(answer.retryAt)
        continue
      }
      spoils.answered++
      if (counts) spoils.compared++
      if (answer.triesLeft > 0) continue
      clock.moveTo(after(60_000))
      const again = await resendCode(deps, { flow: reset.handle }, caller())
      tell(again.__typename, 'retryAt' in again ? again.retryAt : null)
      stopped = again.__typename !== 'CodeSent'
      if (stopped) waitUntil('retryAt' in again ? again.retryAt : after(60_000))
    }
    if (spoils.answered % 10 === 0) clock.moveTo(after(attack.patienceDays * day))
  }
  return spoils
}

class Undo extends Error {}

/** Whether the right code would be taken now: it is typed, and all of it undone. */
async function wouldOpen(deps: Deps, handle: string, caller: Caller): Promise<boolean> {
  const flow = await deps.db.flow.findUniqueOrThrow({
    where: { handleHash: digestOf(handle) },
    include: { codes: { orderBy: { generation: 'desc' }, take: 1 } },
  })
  const [code] = flow.codes
  if (!code) return false
  const input = { flow: handle, code: deriveCode(deps.keys, code) }
  let opened = false
  await deps.db
    .$transaction(async (tx) => {
      const answer = await verifyEmailCode({ ...deps, db: within(tx, deps.db) }, input, caller)
      opened = answer.__typename === 'CodeVerified'
      throw new Undo()
    })
    .catch((error) => {
      if (!(error instanceof Undo)) throw error
    })
  return opened
}

/** The same database, everything of which is done in one open transaction. */
function within(tx: Tx, db: PrismaClient): PrismaClient {
  const $transaction = (step: (tx: Tx) => Promise<unknown>) => step(tx)
  return new Proxy(db, { get: (_db, name) => (name === '$transaction' ? $transaction : Reflect.get(tx, name)) })
}
