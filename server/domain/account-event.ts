/** What a partner is told of an account that it serves. */
export const accountEventTypes = [
  'ACCOUNT_MIGRATED',
  'EMAIL_CHANGED',
  'PASSWORD_CHANGED',
  'ACCOUNT_FROZEN',
  'ACCOUNT_THAWED',
  'ACCOUNT_CLOSED',
  'ACCOUNT_REOPENED',
  'ACCOUNT_REISSUED',
  'EMAIL_DETACHED',
] as const
export type AccountEventType = (typeof accountEventTypes)[number]

/** The acts of the service that leave an account other than it was. */
const acts: Readonly<Record<string, AccountEventType>> = {
  FREEZE: 'ACCOUNT_FROZEN',
  THAW: 'ACCOUNT_THAWED',
  CLOSE: 'ACCOUNT_CLOSED',
  REOPEN: 'ACCOUNT_REOPENED',
  REISSUE: 'ACCOUNT_REISSUED',
  DETACH_EMAIL: 'EMAIL_DETACHED',
}

/** Kinds of the audit's events that a partner is told of, and as what. */
const told: Readonly<Record<string, AccountEventType>> = {
  ACCOUNT_MIGRATED: 'ACCOUNT_MIGRATED',
  EMAIL_CHANGED: 'EMAIL_CHANGED',
  PASSWORD_CHANGED: 'PASSWORD_CHANGED',
  PASSWORD_RESET: 'PASSWORD_CHANGED',
  PASSWORD_SPLIT: 'PASSWORD_CHANGED',
  CREDENTIAL_FROZEN: 'ACCOUNT_FROZEN',
}

const serviceActed = 'STAFF_ACTION_DONE'

/** Everything that the audit may call what a partner is told of. */
export const toldKinds: readonly string[] = [...Object.keys(told), serviceActed]
/** The acts among what STAFF_ACTION_DONE says; the others (UNLOCK) change no account. */
export const toldActs: readonly string[] = Object.keys(acts)

/** What an event of the audit is to a partner; null: nothing that it is told of. */
export function accountEventType(kind: string, facts: unknown): AccountEventType | null {
  if (kind !== serviceActed) return told[kind] ?? null
  const act = typeof facts === 'object' && facts !== null && 'kind' in facts ? facts.kind : null
  return acts[String(act)] ?? null
}

/** `account.migrated`: the same word as programs that receive webhooks know it. */
export function webhookType(type: AccountEventType): string {
  return type.toLowerCase().replace('_', '.')
}
