import type { Limit, Rules } from '../domain/rules.ts'
import type { Counter } from '../flows/parts/count.ts'

/** Every window that a kind of counter serves: a new kind does not compile without its own. */
export const counterWindows: Readonly<Record<Counter['kind'], (rules: Rules) => readonly Limit[]>> = {
  WRONG_CODE: (rules) => rules.codeTries,
  WRONG_CODE_PAIR: (rules) => rules.codeTries,
  SEND_ACCOUNT: (rules) => rules.sends,
  SEND_ADDRESS: (rules) => [...rules.sends, ...rules.sendsToSharedAddress],
  SEND_PAIR: (rules) => rules.sends,
  SEND_NETWORK: (rules) => rules.sendsFromNetwork,
  SIGN_IN_NETWORK: (rules) => rules.signInPerNetwork,
  SIGN_IN_IDENTIFIER: (rules) => [...rules.signInPerIdentifier, ...rules.signInPerNetwork],
}
