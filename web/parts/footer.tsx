import { useAgency } from '../agency.ts'
import { site } from '../words/site.fr.ts'

const links = [
  ['/donnees-personnelles', site.footer.privacy],
  ['/mentions-legales', site.footer.legal],
  ['/accessibilite', site.footer.accessibility],
  ['/aide', site.footer.help],
] as const

export function Footer() {
  const agency = useAgency()
  return (
    <footer className="footer">
      <div className="sheet">
        <nav aria-label={site.footer.label}>
          <ul>
            {links.map(([href, label]) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
        {agency ? (
          <p>
            {agency.name} – {agency.postalAddress}
          </p>
        ) : null}
      </div>
    </footer>
  )
}
