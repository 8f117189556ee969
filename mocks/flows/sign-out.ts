import type { Act } from '../act.ts'
import type { AnswerOf } from '../shapes.ts'

export function signOut({ session, now }: Act): AnswerOf<'signOut'> {
  if (!session) return { __typename: 'NotSignedIn' }
  session.endedAt = now
  return { __typename: 'SignedOut', ok: true }
}
