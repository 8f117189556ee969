import { redirect } from '@remix-run/node'
import { type Me, MeQuery } from '../client/me.ts'
import { SignOut } from '../client/sign-out.ts'
import { type Call, openApi } from './api.server.ts'
import { dropSession, readCookie, sessionCookie } from './session.server.ts'
import { lost } from './stop.server.ts'

/** The signed-in owner, or null. */
export async function findOwner(call: Call): Promise<Me | null> {
  if (!readCookie(call.request, sessionCookie)) return null
  const { me } = await openApi(call).query(MeQuery, {})
  return me
}

/** The signed-in owner. A session that ended says so; a visitor who never had one is sent to sign in. */
export async function loadOwner(call: Call): Promise<Me> {
  const me = await findOwner(call)
  if (me) return me
  throw readCookie(call.request, sessionCookie) ? lost(dropSession()) : redirect('/connexion', 303)
}

/**
 * Ends the session that this browser came with, once another takes its cookie: nobody could sign out of it any more.
 * Its failure is logged and stops nothing: the new session would be lost, and the old one ends by itself when idle.
 */
export async function endReplacedSession(call: Call): Promise<void> {
  if (!readCookie(call.request, sessionCookie)) return
  await openApi(call).mutate(SignOut, {}).catch(call.context.report)
}
