import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { done as words } from '../words/espace.fr.ts'
import { password } from '../words/password.fr.ts'
import { site, steps } from '../words/site.fr.ts'

export const handle = { title: [words.title, site.journey] }

export async function loader(call: LoaderFunctionArgs) {
  const { account, sharingAccounts, email, agency } = await loadOwner(call)
  return { identifier: account.identifier, accounts: sharingAccounts, email, agency }
}

export default function Termine() {
  const { identifier, accounts, email } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.title} over={steps.service} drawing="house" focusHeading>
      <p>{words.works}</p>
      <ul className="ticked">
        {accounts.map((account) => (
          <li key={account.id}>
            <Rich text={password.account(account)} />
          </li>
        ))}
      </ul>
      <div className="inset">
        <p>
          <Rich text={words.nextTime(identifier)} />
        </p>
        <p>{words.sameIdentifier}</p>
      </div>
      <p>
        <Rich text={words.confirmation(email)} />
      </p>
      <p>
        <a className="primary" href="/espace">
          {words.go}
        </a>
      </p>
      {/* The island puts the button here: without script it could do nothing. */}
      <p className="aside" data-print={words.print} />
    </Page>
  )
}
