import type { Span } from '../clock.ts'
import type { Handed, Town } from '../town.ts'

interface Letter {
  identifier: string
  password: string
}
type Begun = { flow: Handed; email: string }

const addressOf = ({ identifier }: Letter) => `proprietaire.${identifier.toLowerCase()}@example.net`

/** A migration that stands at its first step, begun so long ago. */
export const begunMigration =
  (letter: Letter, ago?: Span) =>
  (town: Town): Begun => {
    if (ago) town.ago(ago)
    const { handle } = town.expect('MigrationStarted', 'signIn', letter)
    return { flow: { kind: 'MIGRATION', handle }, email: addressOf(letter) }
  }

/** A migration whose code was sent so long ago (now, unless said). */
export const migrationAtCode =
  (letter: Letter, ago?: Span) =>
  (town: Town): Begun => {
    const begun = begunMigration(letter, ago)(town)
    town.expect('CodeSent', 'chooseEmail', { flow: begun.flow.handle, email: begun.email })
    return begun
  }

/** The same after so many wrong codes. */
export function wrongCode(town: Town, begun: Begun, times: number): Begun {
  const right = town.inbox.code()
  const wrong = right === '00000000' ? '11111111' : '00000000'
  for (let i = 0; i < times; i++) town.take('verifyEmailCode', { flow: begun.flow.handle, code: wrong })
  return begun
}

/** An open session, last used so long ago (now, unless said). */
export const signedIn =
  (account: Letter, ago?: Span) =>
  (town: Town): { token: string } => {
    if (ago) town.ago(ago)
    const { token } = town.expect('SignedIn', 'signIn', account)
    return { token }
  }
