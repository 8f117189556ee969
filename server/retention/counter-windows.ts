import type { Limit, Rules } from '../domain/rules.ts'
import { type CounterKind, guardMemory } from '../flows/parts/counters.ts'

/** Every window that a kind of counter serves: a new kind does not compile without its own. */
export const counterWindows: Readonly<Record<CounterKind, (rules: Rules) => readonly Limit[]>> = {
  WRONG_CODE: (rules) => rules.codeTries,
  WRONG_CODE_CHANGE: (rules) => rules.codeTries,
  WRONG_CODE_PAIR: (rules) => rules.codeTries,
  WRONG_CODE_RESET: (rules) => [guardMemory(rules)],
  PASSWORD_JUDGED: (rules) => rules.passwordsJudged,
  SEND_ACCOUNT: (rules) => rules.sends,
  SEND_CHANGE: (rules) => rules.sends,
  SEND_OWNER_ADDRESS: (rules) => rules.sends,
  SEND_ADDRESS: (rules) => [...rules.sends, ...rules.sendsToSharedAddress],
  SEND_PAIR: (rules) => rules.sends,
  SEND_NETWORK: (rules) => rules.sendsFromNetwork,
  SIGN_IN_NETWORK: (rules) => rules.signInPerNetwork,
  SIGN_IN_IDENTIFIER: (rules) => [...rules.signInPerIdentifier, ...rules.signInPerNetwork],
  SIGN_IN_DEVICE: (rules) => rules.signInPerNetwork,
  SIGN_IN_DEVICES: (rules) => [...rules.signInPerIdentifier, ...rules.signInPerNetwork],
}
