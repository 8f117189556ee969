import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { accounts as words } from '../words/espace.fr.ts'
import { splitPassword } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const { accounts, sharingAccounts, agency } = await loadOwner(call)
  const sharing = sharingAccounts.length > 1 ? sharingAccounts.map(({ id }) => id) : []
  return { accounts, sharing, agency }
}

export default function Comptes() {
  const { accounts, sharing } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.title} drawing="letter" menu>
      <p className="lead">{words.lead}</p>
      {accounts.length === 0 ? <p>{words.none}</p> : null}
      {accounts.map(({ id, identifier, residence, state }) => (
        <article className="card" key={id} aria-labelledby={`compte-${id}`}>
          <h2 id={`compte-${id}`}>{residence}</h2>
          <dl>
            <div>
              <dt>{words.identifier}</dt>
              <dd>{identifier}</dd>
            </div>
            <div>
              <dt>{words.residence}</dt>
              <dd>{residence}</dd>
            </div>
            <div>
              <dt>{words.state}</dt>
              <dd>{words.states[state]}</dd>
            </div>
          </dl>
          {sharing.includes(id) ? (
            <p>
              <a className="link" href={`/espace/comptes/${id}/mot-de-passe`}>
                {splitPassword.link}
                <span className="vh"> {splitPassword.forThis(identifier)}</span>
              </a>
            </p>
          ) : null}
        </article>
      ))}
      <p className="note">{words.missing}</p>
    </Page>
  )
}
