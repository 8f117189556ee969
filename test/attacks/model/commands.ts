import fc from 'fast-check'
import type { Model } from './facts.ts'
import { isLive, isOver, stepOf } from './facts.ts'
import { expectLaws, expectMails } from './laws.ts'
import { asksReset, cancels, choosesEmail, resends, signsIn, startsMigration, typesCode } from './owner-acts.ts'
import { setsPassword } from './password-acts.ts'
import { cancelsChange, changesEmail, changesPassword, endsSessions, signsOut, splits } from './session-acts.ts'
import {
  freezes,
  saysNo,
  serviceCloses,
  serviceFreezes,
  serviceLetters,
  serviceThaws,
  serviceUnlocks,
} from './staff-acts.ts'
import { flowOf, picker, type Step, sessionOf } from './step.ts'
import type { Actor, Town } from './town.ts'

/** The same step with the likeliest choices, but for the first ones given. */
const surely = (s: Step, ...draws: number[]): Step => ({ ...s, pick: picker([...draws, 0, 0, 0, 0, 0, 0]) })

/** The actor's way in: with a secret they hold, or else by a forgotten password. */
async function comesIn(s: Step): Promise<Step> {
  const knows = s.actor.letters.length > 0 || s.actor.passwords.length > 0
  const place = s.pick.of([2, 0, 1]) ?? 0
  const sure = surely(s, place)
  if (knows && !s.pick.yes(6)) await signsIn(sure)
  else await asksReset(sure)
  return sure
}

/** What one does who is signed in, and the draws that make it likely to succeed. */
const withSession: [(s: Step) => Promise<void>, number[]][] = [
  [changesEmail, []],
  [changesEmail, [0, 0, 1]],
  [changesPassword, [0, 0, 1]],
  [splits, [0, 0, 1]],
  [splits, [0, 0, 2]],
]

/** The next step of the actor's newest journey, done as well as they can: random steps alone seldom get far. */
async function nextStep(s: Step): Promise<Step> {
  const handle = s.actor.handles.at(-1)
  const flow = flowOf(s, handle)
  if (!handle || !flow || isOver(flow, s.now)) {
    const chosen = isSignedIn(s) ? s.pick.of(withSession) : undefined
    if (!chosen) return comesIn(s)
    const [act, draws] = chosen
    const likely = surely(s, ...draws)
    await act(likely)
    return likely
  }
  const sure = surely(s)
  const step = stepOf(flow, s.now)
  if (step === 'CHOOSE_EMAIL') await choosesEmail(sure, handle)
  else if (step === 'ENTER_CODE') await typesCode(sure, handle)
  else await setsPassword(sure, handle)
  return sure
}

export async function goesOn(s: Step): Promise<void> {
  s.sends = (await nextStep(s)).sends
}

function isSignedIn(s: Step): boolean {
  const session = sessionOf(s, s.actor.tokens.at(-1))
  return session !== undefined && isLive(session, s.now)
}

const ofHandle = (act: (s: Step) => Promise<void>) => (s: Step) => (s.actor.handles.length > 0 ? act(s) : goesOn(s))
const ofToken = (act: (s: Step) => Promise<void>) => (s: Step) => (isSignedIn(s) ? act(s) : goesOn(s))

const seconds = [61, 1, 11 * 60, 16 * 60, 31 * 60, 3600, 5 * 3600, 86_401, 73 * 3600, 8 * 86_400, 31 * 86_400]

async function waits(s: Step): Promise<void> {
  s.t.w.clock.forward({ seconds: s.pick.of(seconds.toReversed()) ?? 1 })
}

/** How often, and what. */
const acts: [number, string, (s: Step) => Promise<void>][] = [
  [40, 'goes on', goesOn],
  [10, 'waits', waits],
  [8, 'signs in', signsIn],
  [2, 'starts a migration', startsMigration],
  [3, 'chooses an address', ofHandle((s) => choosesEmail(s))],
  [3, 'asks for another code', ofHandle(resends)],
  [5, 'types a code', ofHandle((s) => typesCode(s))],
  [3, 'sets a password', ofHandle((s) => setsPassword(s))],
  [1, 'cancels', ofHandle(cancels)],
  [4, 'forgets a password', asksReset],
  [4, 'changes the e-mail', ofToken(changesEmail)],
  [3, 'changes the password', ofToken(changesPassword)],
  [3, 'splits', ofToken(splits)],
  [1, 'ends sessions', ofToken(endsSessions)],
  [1, 'cancels a change', ofToken(cancelsChange)],
  [1, 'signs out', ofToken(signsOut)],
  [2, 'presses « ce n’est pas moi »', freezes],
  [1, 'says no to the service', saysNo],
  [1, 'has the service freeze', serviceFreezes],
  [2, 'has the service thaw', serviceThaws],
  [1, 'has the service close', serviceCloses],
  [3, 'has the service write letters', serviceLetters],
  [1, 'has the service unlock', serviceUnlocks],
]

/** One act of one actor, and the laws after it. */
export async function perform(
  m: Model,
  t: Town,
  actor: Actor,
  act: (s: Step) => Promise<void>,
  draws: readonly number[],
): Promise<void> {
  // Which of two flows of one instant is the later nobody can say, and nothing rests on it.
  t.w.clock.forward({ ms: 1 })
  const now = t.w.clock.now().getTime()
  const s: Step = { m, t, actor, pick: picker(draws), now, told: [], sends: null, givesBack: [] }
  await act(s)
  s.now = t.w.clock.now().getTime()
  await expectMails(s)
  await expectLaws(s)
}

class Act implements fc.AsyncCommand<Model, Town> {
  readonly #name: string
  readonly #act: (s: Step) => Promise<void>
  readonly #who: number
  readonly #draws: readonly number[]

  constructor(name: string, act: (s: Step) => Promise<void>, who: number, draws: readonly number[]) {
    this.#name = name
    this.#act = act
    this.#who = who
    this.#draws = draws
  }

  check(): boolean {
    return true
  }

  async run(m: Model, t: Town): Promise<void> {
    const actor = t.actors[this.#who]
    if (actor) await perform(m, t, actor, this.#act, this.#draws)
  }

  toString(): string {
    return `#${this.#who} ${this.#name} (${this.#draws.join(' ')})`
  }
}

const draws = fc.array(fc.nat({ max: 11 }), { minLength: 4, maxLength: 4 })

// The owner acts most: what a thief could take must be there first.
const who = fc.constantFrom(0, 0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 5)

/** A random life of a few people, as commands. */
export const lives = (maxCommands: number) =>
  fc.commands(
    acts.flatMap(([weight, name, act]) =>
      Array.from({ length: weight }, () => fc.tuple(who, draws).map(([who, drawn]) => new Act(name, act, who, drawn))),
    ),
    { maxCommands, size: 'max' },
  )
