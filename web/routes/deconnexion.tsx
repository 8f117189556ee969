import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { CancelFlow } from '../../client/cancel-flow.ts'
import type { Flow } from '../../client/flow.ts'
import { SignOut } from '../../client/sign-out.ts'
import { openApi } from '../api.server.ts'
import {
  cookies,
  dropFlow,
  dropIdentifier,
  dropSession,
  flowCookies,
  keepNews,
  readCookie,
  sessionCookie,
} from '../session.server.ts'

const kinds: readonly Flow['kind'][] = ['MIGRATION', 'RESET', 'EMAIL_CHANGE']

/** Leaves this computer clean: the session ends, journeys under way are given up, whatever they had become. */
export async function action(call: ActionFunctionArgs) {
  const api = openApi(call)
  for (const kind of kinds) {
    const flow = readCookie(call.request, flowCookies[kind])
    if (flow) await api.mutate(CancelFlow, { input: { flow } })
  }
  if (readCookie(call.request, sessionCookie)) await api.mutate(SignOut, {})
  return redirect('/connexion', {
    status: 303,
    headers: cookies(dropSession(), ...kinds.map(dropFlow), dropIdentifier(), keepNews('deconnecte')),
  })
}

/** Typed in the address bar or reloaded: nothing is done by a GET. */
export const loader = () => redirect('/', 303)

/** Never seen; with it a failure here is a page and not a line of JSON. */
export default () => null
