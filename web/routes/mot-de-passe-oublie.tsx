import { useAgency } from '../agency.ts'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { forgotten as words } from '../words/connexion.fr.ts'
import { phoneWords } from '../words/typography.ts'

export const handle = { title: [words.title] }

/** Who lost a password calls the service, which finds the letter again. */
export default function MotDePasseOublie() {
  const agency = useAgency()
  return (
    <Page heading={words.title} drawing="key">
      {agency ? (
        <div className="inset">
          <p>
            <Rich text={words.call(phoneWords(agency.phone))} />
          </p>
          <p>{words.hours(agency.hours)}</p>
        </div>
      ) : null}
      <p>{words.notUpdated}</p>
      <p>
        <a className="link" href="/connexion">
          {words.back}
        </a>
      </p>
    </Page>
  )
}
