import type { Me } from '../../client/me.ts'
import { flowPaths } from '../steps.ts'
import { refusedEmail as words } from '../words/espace.fr.ts'

type Refused = NonNullable<Me['emailRefused']>

/** At the first page after signing in: that something is wrong, and where to look. */
export function RefusedEmailBanner() {
  return (
    <div className="inset">
      <p>
        <strong>{words.banner}</strong>
      </p>
      <p>
        <a className="secondary" href="/espace/parametres#adresse">
          {words.verify}
        </a>
      </p>
    </div>
  )
}

/** Beside the address: what its mail server said of it, since when, and what to do. */
export function RefusedEmail({ refused, now }: { refused: Refused; now: Date }) {
  return (
    <div className="inset" id="adresse">
      <p>
        <strong>{words.since(refused.at, now)}</strong> {words.reasons[refused.reason]}
      </p>
      <p>{words.remedy}</p>
      <p>
        <a className="secondary" href={flowPaths.EMAIL_CHANGE.CHOOSE_EMAIL}>
          {words.change}
        </a>
      </p>
    </div>
  )
}
