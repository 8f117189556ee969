import { expect } from 'vitest'
import {
  isOver,
  type Model,
  type ModelAccount,
  type ModelFlow,
  type ModelSession,
  minute,
  stepOf,
  triesLeft,
} from './facts.ts'
import type { Actor, Town } from './town.ts'

/** Draws of one command: each choice takes the next; 0 is the newest or the likeliest, which shrinking leads to. */
export interface Pick {
  of<T>(list: readonly T[]): T | undefined
  yes(oneIn: number): boolean
}

export function picker(draws: readonly number[]): Pick {
  let drawn = 0
  const next = () => draws[drawn++ % draws.length] ?? 0
  return {
    of: (list) => (list.length === 0 ? undefined : list.at(-1 - (next() % list.length))),
    yes: (oneIn) => next() % oneIn === oneIn - 1,
  }
}

/** One command while it runs. */
export interface Step {
  m: Model
  t: Town
  actor: Actor
  pick: Pick
  now: number
  /** Addresses that must have got a mail by the end of this step. */
  told: string[]
  /** The one flow that a code may have been mailed for in this step. */
  sends: { flow: ModelFlow; email: string; repeatable: boolean } | null
  /** Accounts that the service may have given tries back to in this step. */
  givesBack: ModelAccount[]
}

/** The law that an answer broke is named, so that a failing sequence says which. */
export function law(name: string, holds: boolean): void {
  expect(holds, name).toBe(true)
}

export function deed(s: Step, name: string): void {
  s.m.deeds.set(name, (s.m.deeds.get(name) ?? 0) + 1)
}

/** Few handles, so that actors come back to theirs: the last four, the newest likeliest. */
export const handleOf = ({ actor, pick }: Step): string | undefined => pick.of(actor.handles.slice(-4))

export const flowOf = ({ m }: Step, handle: string | null | undefined): ModelFlow | undefined =>
  m.flows.find((flow) => flow.handle === handle)

export const sessionOf = ({ m }: Step, token: string | undefined): ModelSession | undefined =>
  m.sessions.find((session) => session.token === token)

/** What an actor could type as a secret of an account; the last is what they would think right. */
export function secretsOf({ t, actor }: Step, account: ModelAccount): string[] {
  const letters = t.letters
    .filter((letter) => letter.account === account && actor.letters.includes(account.owner))
    .map(({ password }) => password)
    .slice(-2)
  const chosen = actor.passwords.slice(-3)
  const known = account.state === 'ISSUED' ? [...chosen, ...letters] : [...letters, ...chosen]
  return ['Faux-mot-de-passe-1', ...known]
}

/** Codes in the mailboxes that an actor reads, the newest last. */
export const codesOf = ({ t, actor }: Step): string[] =>
  t.mails.filter(({ to, code }) => code !== null && actor.reads.includes(to)).map(({ code }) => code ?? '')

/** What must be answered before anything else is looked at; null: the step is legal. */
export function refusalOf(
  flow: ModelFlow | undefined,
  legal: readonly string[],
  now: number,
): { __typename: string } | null {
  if (!flow) return { __typename: 'FlowClosed', ...{ reason: 'UNKNOWN' } }
  if (isOver(flow, now)) return { __typename: 'FlowClosed', ...{ reason: flow.end ?? 'EXPIRED' } }
  const step = stepOf(flow, now)
  return legal.includes(step) ? null : { __typename: 'WrongStep', ...{ expected: step } }
}

/** Wrong codes that its caller sees counted: on the account, on its changes of e-mail, in a RESET on what was typed. */
export function wrongOf({ m }: Step, flow: ModelFlow): number[] {
  if (flow.kind === 'MIGRATION') return flow.account.wrong
  if (flow.kind === 'EMAIL_CHANGE') return flow.account.wrongInChanges
  const pair = `${flow.account.identifier} ${flow.email}`
  const wrong = m.wrongOnPair.get(pair) ?? []
  m.wrongOnPair.set(pair, wrong)
  return wrong
}

/** A code was issued (in a RESET perhaps to nobody, `digits` null). */
export function issued(s: Step, flow: ModelFlow, email: string, digits: string | null): void {
  const joins = flow.email === email && flow.set > 0 && flow.spent < flow.allowed
  if (!joins) {
    flow.set += 1
    flow.allowed = Math.min(5, triesLeft(wrongOf(s, { ...flow, email }), s.now))
    flow.spent = 0
  }
  const life = (flow.kind === 'RESET' ? 10 : 240) * minute
  Object.assign(flow, { step: 'ENTER_CODE', email, verifiedAt: null })
  flow.expiresAt = Math.max(flow.expiresAt, s.now + life)
  if (digits) flow.codes.push({ digits, email, set: flow.set, issuedAt: s.now, used: false })
}
