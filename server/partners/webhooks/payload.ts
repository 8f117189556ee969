import { webhookType } from '../../domain/account-event.ts'
import type { AccountEvent } from '../parts/feed.ts'

/** What a receiver is sent of an event: the same as `events` answers, nothing of a person. */
export function payloadOf({ type, at, id, ...data }: AccountEvent): string {
  return JSON.stringify({ type: webhookType(type), timestamp: at.toISOString(), data: { id, ...data } })
}
