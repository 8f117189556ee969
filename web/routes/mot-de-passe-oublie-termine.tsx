import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { FlowQuery } from '../../client/flow.ts'
import { openApi } from '../api.server.ts'
import { Page } from '../parts/page.tsx'
import { flowCookies, readCookie } from '../session.server.ts'
import { flowPaths } from '../steps.ts'
import { forgotten, resetDone as words } from '../words/reset.fr.ts'

export const handle = { title: [words.title, forgotten.title] }

/** Only the handle of a reset that was finished shows this page: no link can make it say so. */
export async function loader(call: LoaderFunctionArgs) {
  const handle = readCookie(call.request, flowCookies.RESET)
  const { flow } = await openApi(call).query(FlowQuery, { flow: handle ?? '' })
  if (flow.__typename === 'Flow') throw redirect(flowPaths.RESET[flow.step], 303)
  if (flow.end !== 'COMPLETED') throw redirect(flowPaths.RESET.CHOOSE_EMAIL, 303)
  return null
}

export default function Termine() {
  return (
    <Page heading={words.title} over={forgotten.title} drawing="house" focusHeading>
      <p>{words.signIn}</p>
      <p>{words.elsewhere}</p>
      <p>
        <a className="primary" href="/connexion">
          {words.go}
        </a>
      </p>
    </Page>
  )
}
