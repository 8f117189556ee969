import type { Flow } from '../../client/flow.ts'
import { password as words } from '../words/password.fr.ts'
import { Submit } from './button.tsx'
import { ServedAccounts, type ServedAccountsProps } from './served-accounts.tsx'

/** The owner of a verified address already has a password: this account may join it. */
export function KeepPassword({ joinable, ...served }: ServedAccountsProps & { joinable: Flow['joinable'] }) {
  return (
    <form method="post" action="/premiere-connexion/mot-de-passe" noValidate>
      <p className="lead">{words.keep.text(joinable)}</p>
      <ServedAccounts {...served} />
      <Submit name="garder" value={joinable[0]?.id}>
        {words.keep.use}
      </Submit>
      <p className="aside">
        <a className="link" href="/premiere-connexion/mot-de-passe?autre">
          {words.keep.other}
        </a>
      </p>
    </form>
  )
}
