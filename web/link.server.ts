import { redirect } from '@remix-run/node'
import type { FlowClosedReason } from '../client/refusals.ts'
import { cookies, keepOutcome } from './session.server.ts'
import type { OutcomeKey } from './words/links.fr.ts'

/** To the page that tells what a link did: its address no longer holds the secret. */
export const told = (key: OutcomeKey) => redirect('/reponse', { status: 303, headers: cookies(keepOutcome(key)) })

/** Why a link did nothing: used, too late, or none of ours. */
export function closedLink(end: FlowClosedReason, words: { used: OutcomeKey; late: OutcomeKey }): OutcomeKey {
  if (end === 'COMPLETED') return words.used
  return end === 'EXPIRED' ? words.late : 'inconnu'
}
