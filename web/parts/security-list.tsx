import type { Me } from '../../client/me.ts'
import { flowPaths } from '../steps.ts'
import { settings as words } from '../words/settings.fr.ts'

interface SecurityListProps {
  owner: Pick<Me, 'account' | 'email' | 'passwordChangedAt' | 'sharingAccounts'>
}

/** What one signs in with, and where to change it. */
export function SecurityList({ owner }: SecurityListProps) {
  return (
    <>
      <dl className="card">
        <div>
          <dt>{words.identifier}</dt>
          <dd>{owner.account.identifier}</dd>
        </div>
        <div>
          <dt>{words.email}</dt>
          <dd>
            {owner.email}
            <Modify href={flowPaths.EMAIL_CHANGE.CHOOSE_EMAIL} what={words.theEmail} />
          </dd>
        </div>
        <div>
          <dt>{words.password}</dt>
          <dd>
            {/* A screen reader would spell the dots out. */}
            <span aria-hidden="true">{words.masked}</span>
            <span className="quiet">{words.changedAt(owner.passwordChangedAt)}</span>
            <Modify href="/espace/parametres/mot-de-passe" what={words.thePassword} />
          </dd>
        </div>
      </dl>
      {owner.sharingAccounts.length > 1 ? (
        <>
          <p>{words.shared.text}</p>
          <ul className="ticked">
            {owner.sharingAccounts.map(({ id, residence, identifier }) => (
              <li key={id}>{words.shared.account(residence, identifier)}</li>
            ))}
          </ul>
          <p>
            <a className="link" href="/espace/comptes">
              {words.shared.split}
            </a>
          </p>
        </>
      ) : null}
    </>
  )
}

function Modify({ href, what }: { href: string; what: string }) {
  return (
    <a className="link modify" href={href}>
      {words.modify}
      <span className="vh"> {what}</span>
    </a>
  )
}
