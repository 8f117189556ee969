import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { CancelFlow } from '../../client/cancel-flow.ts'
import { SignOut } from '../../client/sign-out.ts'
import { openApi } from '../api.server.ts'
import {
  cookies,
  dropMigration,
  dropSession,
  keepNews,
  migrationCookie,
  readCookie,
  sessionCookie,
} from '../session.server.ts'

/** Leaves this computer clean: the session ends, a migration under way is given up, whatever they had become. */
export async function action(call: ActionFunctionArgs) {
  const api = openApi(call)
  const handle = readCookie(call.request, migrationCookie)
  if (handle) await api.mutate(CancelFlow, { input: { flow: handle } })
  if (readCookie(call.request, sessionCookie)) await api.mutate(SignOut, {})
  return redirect('/connexion', {
    status: 303,
    headers: cookies(dropSession(), dropMigration(), keepNews('deconnecte')),
  })
}

/** Typed in the address bar or reloaded: nothing is done by a GET. */
export const loader = () => redirect('/', 303)

/** Never seen; with it a failure here is a page and not a line of JSON. */
export default () => null
