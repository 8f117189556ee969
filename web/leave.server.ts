import { redirect } from '@remix-run/node'
import { cookies, dropMigration, dropSession, keepNews } from './session.server.ts'
import { stepPaths } from './steps.ts'
import { busy, lost, tooMany } from './stop.server.ts'
import type { Elsewhere, Here } from './words/refusals.fr.ts'

/**
 * Leaves the page for a refusal that is not told on it (throws the redirect or the error page), and gives back the
 * others for their words. A repeat of what is already done, a double click above all, ends where the first one did.
 */
export function leaveOrTell<T extends Elsewhere | Here>(refusal: T): Exclude<T, Elsewhere> {
  const elsewhere: Elsewhere | Here = refusal
  switch (elsewhere.__typename) {
    case 'TooManyTries':
      throw tooMany(elsewhere.retryAt)
    case 'Busy':
      throw busy(elsewhere.retryAfterSeconds)
    case 'WrongStep':
      throw redirect(stepPaths[elsewhere.expected], 303)
    case 'FlowClosed':
      if (elsewhere.end !== 'COMPLETED') throw lost(dropMigration())
      throw redirect('/connexion', { status: 303, headers: cookies(dropMigration(), keepNews('deja-termine')) })
    case 'NotSignedIn':
      throw lost(dropSession())
    default:
      return refusal as Exclude<T, Elsewhere>
  }
}
