import { redirect } from '@remix-run/node'
import type { Flow } from '../client/flow.ts'
import { cookies, dropFlow, keepNews } from './session.server.ts'
import { flowPaths } from './steps.ts'
import { busy, lost, tooMany } from './stop.server.ts'
import type { Elsewhere, Here } from './words/refusals.fr.ts'

/**
 * Leaves the page for a refusal that is not told on it (throws the redirect or the error page), and gives back the
 * others for their words. A repeat of what is already done, a double click above all, ends where the first one did.
 */
export function leaveOrTell<T extends Elsewhere | Here>(
  refusal: T,
  kind: Flow['kind'] = 'MIGRATION',
): Exclude<T, Elsewhere> {
  const elsewhere: Elsewhere | Here = refusal
  switch (elsewhere.__typename) {
    case 'TooManyTries':
      throw tooMany(elsewhere.retryAt)
    case 'Busy':
      throw busy(elsewhere.retryAfterSeconds)
    case 'WrongStep':
      throw redirect(flowPaths[kind][elsewhere.expected], 303)
    case 'FlowClosed':
      throw elsewhere.end === 'COMPLETED' ? flowDone(kind) : flowGone(kind)
    case 'NotSignedIn':
      // A double click on a change of password comes with the token that its first half replaced: the browser may hold
      // the new one already. The settings tell a session that is over for good.
      throw redirect('/espace/parametres', 303)
    default:
      return refusal as Exclude<T, Elsewhere>
  }
}

/** Where the last step of a journey led, and its repeat leads too. */
function flowDone(kind: Flow['kind']): Response {
  switch (kind) {
    case 'MIGRATION':
      return redirect('/connexion', { status: 303, headers: cookies(dropFlow(kind), keepNews('deja-termine')) })
    case 'RESET':
      return redirect('/mot-de-passe-oublie/termine', 303)
    case 'EMAIL_CHANGE':
      return redirect('/espace/parametres?confirmee', { status: 303, headers: cookies(dropFlow(kind)) })
  }
}

/** The journey is over without its end: its cookie goes, and its owner is told how to begin again. To be thrown. */
export function flowGone(kind: Flow['kind']) {
  if (kind === 'EMAIL_CHANGE') {
    return redirect('/espace/parametres', {
      status: 303,
      headers: cookies(dropFlow(kind), keepNews('changement-ferme')),
    })
  }
  return lost(dropFlow(kind), kind === 'RESET' ? 'forgotten' : 'lost')
}
