import type { Activity } from '../../client/sessions.ts'
import { activities as words } from '../words/settings.fr.ts'
import { whenWords } from '../words/time.fr.ts'

interface ActivitiesProps {
  activities: readonly Activity[]
  accounts: readonly object[]
  now: Date
}

/** What was done lately, so that an owner sees what they did not do themselves. The account is named when there are several. */
export function Activities({ activities, accounts, now }: ActivitiesProps) {
  if (activities.length === 0) return null
  return (
    <section aria-labelledby="activites">
      <h2 id="activites">{words.heading}</h2>
      <ul className="activities">
        {activities.map(({ kind, at, times, partner, account }) => (
          <li key={`${kind} ${at} ${account.identifier} ${partner}`}>
            <strong>{words.kinds[kind]}</strong>
            {times > 1 ? ` (${words.times(times)})` : ''}
            {partner ? `, ${words.partner(partner)}` : ''}
            {accounts.length > 1 ? `, ${words.account(account.identifier)}` : ''} — {whenWords(at, now)}
          </li>
        ))}
      </ul>
      <p className="note">{words.unknown}</p>
    </section>
  )
}
