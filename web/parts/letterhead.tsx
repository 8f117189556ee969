import { useAgency } from '../agency.ts'
import { site } from '../words/site.fr.ts'

/** Whose letter this is: the agency's logo, and its name. The logo is shown as an image, where no script of it can run. */
export function Letterhead({ menu }: { menu: boolean }) {
  const agency = useAgency()
  return (
    <header className="letterhead">
      <div className="sheet">
        <p className="agency">
          {agency?.logo ? (
            <img src={`data:image/svg+xml,${encodeURIComponent(agency.logo)}`} alt="" height={48} />
          ) : null}
          {agency?.name}
        </p>
        {menu ? null : <p className="place">{site.place}</p>}
      </div>
      {menu ? <Menu /> : null}
    </header>
  )
}

function Menu() {
  return (
    <nav className="menu" aria-label={site.menu.label}>
      <ul className="sheet">
        <li>
          <a href="/espace">{site.menu.home}</a>
        </li>
        <li>
          <a href="/espace/comptes">{site.menu.accounts}</a>
        </li>
        <li>
          <a href="/espace/parametres">{site.menu.settings}</a>
        </li>
        <li>
          <form method="post" action="/deconnexion">
            <button className="link" type="submit">
              {site.menu.signOut}
            </button>
          </form>
        </li>
      </ul>
    </nav>
  )
}
