import type { Limit, Rules } from '../../domain/rules.ts'

export type CounterKind =
  | 'PASSWORD_JUDGED'
  | 'SEND_ACCOUNT'
  | 'SEND_ADDRESS'
  | 'SEND_CHANGE'
  | 'SEND_NETWORK'
  | 'SEND_OWNER_ADDRESS'
  | 'SEND_PAIR'
  | 'SIGN_IN_DEVICE'
  | 'SIGN_IN_DEVICES'
  | 'SIGN_IN_IDENTIFIER'
  | 'SIGN_IN_NETWORK'
  | 'WRONG_CODE'
  | 'WRONG_CODE_CHANGE'
  | 'WRONG_CODE_PAIR'
  | 'WRONG_CODE_RESET'

/** What is counted, on whom, and within which windows. One row of `Counter` serves them all. */
export interface Counter {
  kind: CounterKind
  realm: string
  /** In clear here, an HMAC in the table; or HMACs already (a typed pair), the newest key's first. */
  subject: readonly string[] | { hidden: readonly Uint8Array[] }
  limits: readonly Limit[]
}

const on = (kind: CounterKind, limits: readonly Limit[], realm: string, ...subject: string[]): Counter => ({
  kind,
  realm,
  subject,
  limits,
})

const onPair = (
  kind: CounterKind,
  limits: readonly Limit[],
  realm: string,
  hidden: readonly Uint8Array[],
): Counter => ({
  kind,
  realm,
  subject: { hidden },
  limits,
})

/** How long they must be remembered to tell that the guard stands: `judgeResetGuard` judges them. */
export const guardMemory = ({ resetGuardTries: { max, minutes }, resetGuardDays }: Rules): Limit => ({
  max,
  minutes: minutes + resetGuardDays * 24 * 60,
})

export const counters = {
  wrongCodes: (realm: string, accountId: string, rules: Rules) => on('WRONG_CODE', rules.codeTries, realm, accountId),
  /**
   * In a change of e-mail, begun with the present password: what strangers type in resets must not keep an owner in a
   * mailbox that is no longer safe (docs/decisions/0031).
   */
  wrongCodesOfChanges: (realm: string, accountId: string, rules: Rules) =>
    on('WRONG_CODE_CHANGE', rules.codeTries, realm, accountId),
  /** In a RESET: what its caller sees. `pairs`: what was typed, under each key. */
  wrongCodesOnPair: (realm: string, pairs: readonly Uint8Array[], rules: Rules) =>
    onPair('WRONG_CODE_PAIR', rules.codeTries, realm, pairs),
  /** In resets begun without a known device: what closes the account to such resets for a while. */
  wrongCodesInResets: (realm: string, accountId: string, rules: Rules) =>
    on('WRONG_CODE_RESET', [guardMemory(rules)], realm, accountId),
  /** The pause between two sends counts on the pair: each new flow of it would otherwise send at once. */
  sendsOnPair: (realm: string, pairs: readonly Uint8Array[], rules: Rules) =>
    onPair('SEND_PAIR', [{ max: 1, minutes: rules.sendPauseSeconds / 60 }, ...rules.sends], realm, pairs),
  sendsFromNetwork: (realm: string, network: string, rules: Rules) =>
    on('SEND_NETWORK', rules.sendsFromNetwork, realm, network),
  sendsOnAccount: (realm: string, accountId: string, rules: Rules) => on('SEND_ACCOUNT', rules.sends, realm, accountId),
  /**
   * In a change of e-mail, begun with the password: the resets that strangers ask for must not keep an owner in a mailbox
   * that is no longer safe.
   */
  sendsOfChanges: (realm: string, accountId: string, rules: Rules) => on('SEND_CHANGE', rules.sends, realm, accountId),
  sendsOfOwnerToAddress: (realm: string, ownerId: string, email: string, rules: Rules) =>
    on('SEND_OWNER_ADDRESS', rules.sends, realm, ownerId, email),
  sendsToAddress: (realm: string, email: string, rules: Rules) =>
    on('SEND_ADDRESS', rules.sendsToSharedAddress, realm, email),
  signInsFromNetwork: (realm: string, identifierKey: string, network: string, rules: Rules) =>
    on('SIGN_IN_NETWORK', rules.signInPerNetwork, realm, identifierKey, network),
  signInsOnIdentifier: (realm: string, identifierKey: string, rules: Rules) =>
    on('SIGN_IN_IDENTIFIER', rules.signInPerIdentifier, realm, identifierKey),
  /** A known device has a bucket of its own: no attack from elsewhere fills it. */
  signInsFromDevice: (realm: string, identifierKey: string, deviceId: string, rules: Rules) =>
    on('SIGN_IN_DEVICE', rules.signInPerNetwork, realm, identifierKey, deviceId),
  signInsFromDevices: (realm: string, identifierKey: string, rules: Rules) =>
    on('SIGN_IN_DEVICES', rules.signInPerIdentifier, realm, identifierKey),
  passwordsJudged: (realm: string, flowId: string, rules: Rules) =>
    on('PASSWORD_JUDGED', rules.passwordsJudged, realm, flowId),
}
