import { type Flow, FlowQuery } from '../client/flow.ts'
import { isRefusal } from '../client/refusals.ts'
import { type Call, openApi } from './api.server.ts'
import { leaveOrTell } from './leave.server.ts'
import { dropMigration, migrationCookie, readCookie } from './session.server.ts'
import { lost } from './stop.server.ts'

/** The handle of the migration under way. Without one there is nothing to continue: the page has expired. */
export function migrationHandle({ request }: Call): string {
  const handle = readCookie(request, migrationCookie)
  if (!handle) throw lost(dropMigration())
  return handle
}

/** Where the migration of this browser stands; a closed one leaves for its page. */
export async function loadMigration(call: Call): Promise<Flow> {
  const { flow } = await openApi(call).query(FlowQuery, { flow: migrationHandle(call) })
  return isRefusal(flow) ? leaveOrTell(flow) : flow
}

/** The same, where a closed or absent one is no obstacle: the page of sign-in offers to resume a live one. */
export async function findMigration(call: Call): Promise<Flow | null> {
  const handle = readCookie(call.request, migrationCookie)
  if (!handle) return null
  const { flow } = await openApi(call).query(FlowQuery, { flow: handle })
  return isRefusal(flow) ? null : flow
}
