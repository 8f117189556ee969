import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { RefusedEmailBanner } from '../parts/refused-email.tsx'
import { home as words } from '../words/espace.fr.ts'
import { ownerName, site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const { owner, accounts, emailRefused, previousSignInAt, agency } = await loadOwner(call)
  const refused = emailRefused !== null
  return { name: ownerName(owner), accounts: accounts.length, refused, previousSignInAt, agency }
}

export default function Espace() {
  const { name, accounts, refused, previousSignInAt } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.heading(name)} drawing="house" menu>
      {refused ? <RefusedEmailBanner /> : null}
      {previousSignInAt ? <p className="lead">{words.lastVisit(previousSignInAt)}</p> : null}
      <ul className="cards">
        <li className="card">
          <h2>
            <a href="/espace/comptes">{words.accounts(accounts)}</a>
          </h2>
          <p>{words.accountsText}</p>
        </li>
        <li className="card">
          <h2>
            <a href="/espace/parametres">{words.settings}</a>
          </h2>
          <p>{words.settingsText}</p>
        </li>
      </ul>
    </Page>
  )
}
