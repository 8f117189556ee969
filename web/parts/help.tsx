import { useAgency } from '../agency.ts'
import { site } from '../words/site.fr.ts'
import { fr, phoneLink, phoneWords } from '../words/typography.ts'

export function Phone() {
  const agency = useAgency()
  if (!agency) return null
  return (
    <a className="phone" href={phoneLink(agency.phone)}>
      {phoneWords(agency.phone)}
    </a>
  )
}

/** The way to a person: the last thing of every page, always in the same place (WCAG 2.2, 3.2.6). */
export function Help() {
  const agency = useAgency()
  if (!agency) return null
  return (
    <p className="help">
      <strong>{site.needHelp}</strong> {site.call} <Phone />
      {fr`, ${agency.hours}. ${agency.callPrice}`}
    </p>
  )
}
