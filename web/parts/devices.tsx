import type { Session } from '../../client/sessions.ts'
import { Submit } from '../forms/button.tsx'
import { devices as words } from '../words/settings.fr.ts'

/** Where the owner is signed in; each device but this one can be signed out from here. */
export function Devices({ sessions, now }: { sessions: readonly Session[]; now: Date }) {
  const others = sessions.filter(({ current }) => !current)
  return (
    <section aria-labelledby="appareils">
      <h2 id="appareils">{words.heading}</h2>
      <form method="post" action="/espace/parametres">
        <ul className="devices">
          {sessions.map((session) => (
            <li key={session.id}>
              <p>
                <strong>{deviceName(session)}</strong> — {words.seen(session.lastUsedAt, now)}
                {session.current ? ` — ${words.current}` : ''}
                <br />
                <span className="quiet">{words.network(session.network)}</span>
              </p>
              {session.current ? null : (
                <Submit className="secondary" name="appareil" value={session.id}>
                  {words.end}
                  <span className="vh"> {deviceName(session)}</span>
                </Submit>
              )}
            </li>
          ))}
        </ul>
        {others.length > 0 ? (
          <>
            <p className="note">{words.unknown}</p>
            <Submit className="secondary" name="action" value="deconnecter-les-autres">
              {words.endOthers}
            </Submit>
          </>
        ) : null}
      </form>
    </section>
  )
}

/** A portal's sessions are named by it: several would else read alike, and their owner could not tell which to end. */
function deviceName({ device, browser, partner }: Session): string {
  const unknown = device === 'OTHER' && browser === 'OTHER'
  const name = unknown ? words.kinds.OTHER : `${words.kinds[device]}, ${words.browsers[browser]}`
  return partner ? `${name}, ${words.partner(partner)}` : name
}
