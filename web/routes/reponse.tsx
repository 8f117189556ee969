import { data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Page } from '../parts/page.tsx'
import { readOutcome } from '../session.server.ts'
import { isOutcomeKey, type OutcomeKey, outcome, outcomes } from '../words/links.fr.ts'

const keyOf = (data: unknown): OutcomeKey | null => {
  const key = typeof data === 'object' && data !== null && 'key' in data ? String(data.key) : null
  return isOutcomeKey(key) ? key : null
}

export const handle = {
  title(data: unknown) {
    const key = keyOf(data)
    return key ? [outcomes[key].title] : []
  },
}

/** What a notice's link did; a link that did nothing answers 410. Nothing to tell: to the beginning. */
export function loader({ request }: LoaderFunctionArgs) {
  const key = readOutcome(request)
  if (!key) throw redirect('/', 303)
  return data({ key }, outcomes[key].refused ? 410 : 200)
}

export default function Reponse() {
  const { title, paragraphs } = outcomes[useLoaderData<typeof loader>().key]
  return (
    <Page heading={title} drawing="key" focusHeading>
      {paragraphs.map((text) => (
        <p className="lead" key={text}>
          {text}
        </p>
      ))}
      <p>
        <a className="link" href="/">
          {outcome.go}
        </a>
      </p>
    </Page>
  )
}
