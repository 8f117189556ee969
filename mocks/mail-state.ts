import type { DeliveryRow } from '../server/domain/told-delivery.ts'

export type MessageKind =
  | 'MIGRATION_CODE'
  | 'RESET_CODE'
  | 'EMAIL_CHANGE_CODE'
  | 'ACCOUNT_OPENED'
  | 'PASSWORD_CHANGED'
  | 'EMAIL_CHANGED'
  | 'ACCOUNT_FROZEN'
  | 'FREEZE_NOTICE'
  | 'RESET_GUARDED'

/** A mail, from the step that asked for it to what its server said. */
export interface Message {
  id: string
  kind: MessageKind
  to: string
  accountId: string
  flowId: string | null
  /** The token of the link it carries. */
  link: string | null
  /** A masked address that it speaks of. */
  about: string | null
  createdAt: Date
  giveUpAt: Date
  state: 'QUEUED' | 'SENT' | 'ABANDONED'
  lastReply: string | null
  settledAt: Date | null
  nextAttemptAt: Date
  deliveries: DeliveryRow[]
}

/** What a mail server does with our mail. */
export type Fate =
  /** Takes it, but its challenge filter keeps it. */
  | { filter: string }
  /** Says so at each attempt: `552 5.2.2` (full), `550 5.1.1` (unknown) … */
  | { reply: string }
  /** Says so at the first attempts, then takes it. */
  | { reply: string; attempts: number }
  /** Takes it, and keeps it so long before it can be read. */
  | { minutes: number }
