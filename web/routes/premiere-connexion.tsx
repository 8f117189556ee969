import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadFlow } from '../flow.server.ts'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { stepPaths } from '../steps.ts'
import { instructions as words } from '../words/connexion.fr.ts'
import { ownerName, site, steps } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.journey] }

export async function loader(call: LoaderFunctionArgs) {
  const { agency, owner, step } = await loadFlow(call, 'MIGRATION')
  return { agency, name: owner ? ownerName(owner) : '', step, next: stepPaths[step] }
}

export default function Instructions() {
  const { name, step, next } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.heading(name)} over={steps.service} drawing="letter">
      <p className="lead">{words.lead}</p>
      <ol className="plan">
        {words.steps.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      <div className="inset">
        <h2>{words.before.heading}</h2>
        <ul>
          {words.before.items.map((text) => (
            <li key={JSON.stringify(text)}>
              <Rich text={text} />
            </li>
          ))}
        </ul>
      </div>
      <p>
        <a className="primary" href={next}>
          {words.resume[step]}
        </a>
      </p>
      <form method="post" action="/deconnexion" className="aside">
        <p>
          {words.notYou}{' '}
          <button className="link" type="submit">
            {words.signOut}
          </button>
        </p>
      </form>
    </Page>
  )
}
