import { type Flow, FlowQuery } from '../client/flow.ts'
import { isRefusal } from '../client/refusals.ts'
import { type Call, openApi } from './api.server.ts'
import { flowGone, leaveOrTell } from './leave.server.ts'
import { cookies, flowCookies, keepFlow, readCookie } from './session.server.ts'

/** The handle of this browser's journey of a kind. Without one there is nothing to continue. */
export function flowHandle({ request }: Call, kind: Flow['kind']): string {
  const handle = readCookie(request, flowCookies[kind])
  if (!handle) throw flowGone(kind)
  return handle
}

/** Where that journey stands; a closed one leaves for its page. */
export async function loadFlow(call: Call, kind: Flow['kind']): Promise<Flow> {
  const { flow } = await openApi(call).query(FlowQuery, { flow: flowHandle(call, kind) })
  return isRefusal(flow) ? leaveOrTell(flow, kind) : flow
}

/** Set-Cookie for a journey whose end a send has just moved on: its handle must not be forgotten before it. */
export const keepLonger = (call: Call, { kind, expiresAt }: Flow) =>
  cookies(keepFlow(kind, flowHandle(call, kind), expiresAt))

/** The same, where a closed or absent one is no obstacle: a page that offers to resume a live one. */
export async function findFlow(call: Call, kind: Flow['kind']): Promise<Flow | null> {
  const handle = readCookie(call.request, flowCookies[kind])
  if (!handle) return null
  const { flow } = await openApi(call).query(FlowQuery, { flow: handle })
  return isRefusal(flow) ? null : flow
}
