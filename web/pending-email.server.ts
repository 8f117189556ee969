import { redirect } from '@remix-run/node'
import type { Flow } from '../client/flow.ts'
import type { Me } from '../client/me.ts'
import type { Call } from './api.server.ts'
import { findFlow, loadFlow } from './flow.server.ts'

// By the password, not by the owner: a split account has an address of its own, and this browser may have changed both.
const isOf = (flow: Flow, { sharingAccounts }: Me) => sharingAccounts.some(({ id }) => id === flow.account?.id)

/** The change of e-mail that this owner has under way in this browser, or null: another one may have begun one here. */
export async function findEmailChange(call: Call, owner: Me): Promise<Flow | null> {
  const flow = await findFlow(call, 'EMAIL_CHANGE')
  return flow && isOf(flow, owner) ? flow : null
}

/** The same for the page of its code: without one there is nothing to confirm. */
export async function loadEmailChange(call: Call, owner: Me): Promise<Flow> {
  const flow = await loadFlow(call, 'EMAIL_CHANGE')
  if (!isOf(flow, owner)) throw redirect('/espace/parametres', 303)
  return flow
}
