import type { Tx } from '../../deps.ts'
import type { Caller } from '../caller.ts'

/** What the audit can say. Enumerated: an event never carries free text. */
export type EventKind =
  | 'SIGN_IN_FAILED'
  | 'SIGNED_IN'
  | 'SIGNED_OUT'
  | 'MIGRATION_STARTED'
  | 'CODE_SENT'
  | 'CODE_FAILED'
  | 'CODE_VERIFIED'
  | 'ACCOUNT_MIGRATED'
  | 'FLOW_CANCELLED'
  | 'RESET_REQUESTED'
  | 'RESET_GUARDED'
  | 'PASSWORD_RESET'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_SPLIT'
  | 'EMAIL_CHANGE_STARTED'
  | 'EMAIL_CHANGED'
  | 'SESSION_ENDED'
  | 'CREDENTIAL_FROZEN'
  | 'ACCOUNT_SHOWN'
  | 'STAFF_ACTION_REQUESTED'
  | 'STAFF_ACTION_DONE'
  | 'STAFF_ACTION_CANCELLED'
  | 'ADDRESSES_LISTED'
  | 'OWNER_EXPORTED'
  | 'OWNER_ERASED'
  | 'PARTNER_CREATED'
  | 'PARTNER_CHANGED'
  | 'KEY_ISSUED'
  | 'WEBHOOK_CHANGED'
  | 'KEY_ROTATED'
  | 'KEY_REVOKED'
  | 'KEY_NETWORK_NEW'

/**
 * Writes one audit event; the sealer numbers and chains it later, so that no flow waits. `facts`: enumerated values and
 * counts only, never an e-mail, a name or an address. What must be said of a person goes into `detail`, which can be
 * erased without breaking the chain. `caller`: whose partner and key the event names; null: nobody's, the service acts.
 */
export async function record(
  tx: Pick<Tx, 'event'>,
  event: {
    realm: string
    kind: EventKind
    at: Date
    accountId?: string | null
    flowId?: string | null
    facts?: Record<string, string | number | boolean>
    detail?: Record<string, string>
  },
  caller: Pick<Caller, 'key'> | null,
): Promise<void> {
  await tx.event.create({
    data: {
      realm: event.realm,
      kind: event.kind,
      at: event.at,
      accountId: event.accountId ?? null,
      flowId: event.flowId ?? null,
      facts: { ...event.facts, ...keyFacts(caller) },
      ...(event.detail && { detail: { create: { words: event.detail } } }),
    },
    select: { id: true },
  })
}

/** The ids of the partner and the key that something was done with; nothing where there is none. */
export function keyFacts(caller: Pick<Caller, 'key'> | null): { partner?: string; key?: string } {
  return caller?.key ? { partner: caller.key.partnerId, key: caller.key.id } : {}
}

/**
 * The ids of the open accounts that share the password and address of `accountId`: what is done to these happens to them
 * too, under one event. Nothing where there is none.
 */
export function sharingFacts(
  accountId: string,
  accounts: readonly { id: string; state: string }[],
): { sharing?: string } {
  const others = accounts.filter(({ id, state }) => id !== accountId && state === 'ACTIVE').map(({ id }) => id)
  return others.length > 0 ? { sharing: others.toSorted().join(' ') } : {}
}
