/** Every duration and limit of the journeys. One object feeds judge, page, mail, schema description and mocks. */
export interface Rules {
  /** How long a code lives once the mail server took it (guide: thirty minutes, ten for a reset). */
  codeLifespanMinutes: { MIGRATION: number; RESET: number; EMAIL_CHANGE: number }
  /** A code dies this long after its issue whatever the mail server did. */
  codeGreatestAgeMinutes: number
  /** No attempt to mail a code later than this after its issue. */
  codeLastAttemptMinutes: number
  flowLifespanMinutes: { MIGRATION: number; RESET: number; EMAIL_CHANGE: number }
  /** How long a typed code lets its handle set a password before the code is asked for again. */
  verifiedLifespanMinutes: number
  sessionIdleMinutes: number
  sessionAbsoluteMinutes: number
  /** Wrong codes: on one set of live codes, then on the account (sliding windows). */
  codeTriesPerSet: number
  codeTries: readonly Limit[]
  /** Ten of them in a day in resets begun without a known device close the account to such resets for so long. */
  resetGuardTries: Limit
  resetGuardDays: number
  /** Pause between two sends of one flow, or of one typed pair in resets; then sends per account and of one owner to
   * one address, over all flows; and to one address by all owners together. */
  sendPauseSeconds: number
  sends: readonly Limit[]
  sendsToSharedAddress: readonly Limit[]
  /** Codes asked for by one client network (carriers, offices and homes share one), in whatever journey. */
  sendsFromNetwork: readonly Limit[]
  /** After a change of e-mail no forgotten password is answered for so long, at the new address or the old. */
  resetBlockedHours: number
  /** How long « Ce n'est pas moi » undoes a change of e-mail, and how long its link opens. */
  emailUndoHours: number
  freezeLinkDays: number
  /** A notice that arrives late is still worth reading for so long; then it is given up. */
  noticeHours: number
  /** A letter or a detached address asked for an ACTIVE account takes effect after so long, unless its owner cancels. */
  staffDelayHours: number
  /** A request that nobody carried out lapses so long after it could have been. */
  staffLapseDays: number
  /** How long the issued password of a letter that we make opens its migration. */
  issuedLifespanDays: number
  /** A change of e-mail is doubted for so long: the former address is told what the service does, and a thaw asks. */
  emailDoubtDays: number
  /** Wrong codes that the service gives back on an account's rolling year (security.md: limits). */
  codeTriesGivenBack: number
  /** Sign-in failures of one identifier from one client network: free tries, then a doubling wait. */
  signInFree: number
  signInWaitSeconds: { first: number; greatest: number }
  signInPerNetwork: readonly Limit[]
  signInPerIdentifier: readonly Limit[]
  /** A device that signed in is known so long after it did so last. */
  deviceDays: number
  /** New passwords judged in one flow: the page asks while an owner types, and each one may cost hashes. */
  passwordsJudged: readonly Limit[]
  /** The answer to a request with an `Idempotency-Key` is kept for so long; one that holds a secret is given again for the
   * minutes alone. */
  answerKeptHours: number
  repeatedSecretMinutes: number
  /** A partner's live key on a network where it never was is an alert for so long. */
  keyNetworkAlertHours: number
  /** Uses of one partner's key in a window, on all nodes together; of a publishable one by one client network. */
  keyRequests: Limit
  /** The same of a test key: what it tries costs us what a journey of an owner does, and nobody waits for it. */
  testKeyRequests: Limit
  /** Codes that one partner's key may have sent: its word for the client's address is believed, up to here. A publishable
   * one's is not believed, and it has no such limit: that of each client network holds. */
  keySends: Limit
  /** So many failed codes of the whole system in an hour put the brake on: codes of resets begun without a known device
   * are then answered after a wait. */
  brakeFailedCodes: Limit
  brakeWaitSeconds: number
  /** More than so many in a hundred of the open flows with a failed code raise the alarm, once there are enough to tell. */
  alarmFailingPercent: number
  alarmLeastFlows: number
  /** A webhook's delivery is tried for so long; a receiver that took nothing for as long is told nothing more. */
  webhookRetryHours: number
  /** The former secret of a webhook signs beside the new one for so long. */
  webhookOverlapHours: number
}

/** At most `max` counted instants in any window of `minutes`. */
export interface Limit {
  max: number
  minutes: number
}

const hour = 60
const day = 24 * hour

export const defaultRules: Rules = {
  codeLifespanMinutes: { MIGRATION: 30, RESET: 10, EMAIL_CHANGE: 30 },
  codeGreatestAgeMinutes: 4 * hour,
  codeLastAttemptMinutes: 3 * hour + 30,
  flowLifespanMinutes: { MIGRATION: day, RESET: hour, EMAIL_CHANGE: 6 * hour },
  verifiedLifespanMinutes: 15,
  sessionIdleMinutes: 30,
  sessionAbsoluteMinutes: 12 * hour,
  codeTriesPerSet: 5,
  codeTries: [
    { max: 10, minutes: day },
    { max: 50, minutes: 365 * day },
  ],
  resetGuardTries: { max: 10, minutes: day },
  resetGuardDays: 7,
  sendPauseSeconds: 60,
  sends: [
    { max: 3, minutes: hour },
    { max: 6, minutes: day },
  ],
  sendsToSharedAddress: [
    { max: 6, minutes: hour },
    { max: 12, minutes: day },
  ],
  sendsFromNetwork: [
    { max: 60, minutes: hour },
    { max: 300, minutes: day },
  ],
  resetBlockedHours: 24,
  emailUndoHours: 72,
  freezeLinkDays: 10,
  noticeHours: 72,
  staffDelayHours: 72,
  staffLapseDays: 30,
  issuedLifespanDays: 60,
  emailDoubtDays: 30,
  codeTriesGivenBack: 25,
  signInFree: 5,
  signInWaitSeconds: { first: 60, greatest: 3600 },
  signInPerNetwork: [{ max: 25, minutes: day }],
  signInPerIdentifier: [{ max: 100, minutes: day }],
  deviceDays: 180,
  passwordsJudged: [
    { max: 30, minutes: 1 },
    { max: 150, minutes: hour },
  ],
  answerKeptHours: 48,
  repeatedSecretMinutes: 10,
  keyNetworkAlertHours: 24,
  keyRequests: { max: 600, minutes: 1 },
  testKeyRequests: { max: 300, minutes: 1 },
  keySends: { max: 3000, minutes: hour },
  brakeFailedCodes: { max: 500, minutes: hour },
  brakeWaitSeconds: 5,
  alarmFailingPercent: 30,
  alarmLeastFlows: 20,
  webhookRetryHours: 72,
  webhookOverlapHours: 24,
}
