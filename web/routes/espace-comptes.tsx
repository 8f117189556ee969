import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { accounts as words } from '../words/espace.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const { accounts, agency } = await loadOwner(call)
  return { accounts, agency }
}

export default function Comptes() {
  const { accounts } = useLoaderData<typeof loader>()
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
        </article>
      ))}
      <p className="note">{words.missing}</p>
    </Page>
  )
}
