import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PortalsQuery } from '../../client/agency.ts'
import { useAgency } from '../agency.ts'
import { openApi } from '../api.server.ts'
import { Page } from '../parts/page.tsx'
import { Sections } from '../parts/sections.tsx'
import { privacy as words } from '../words/information.fr.ts'

export const handle = { title: [words.title] }

export async function loader(call: LoaderFunctionArgs) {
  const { kept, host } = call.context
  const { agency } = await openApi(call).query(PortalsQuery, { host })
  return { kept, portals: agency.portals }
}

export default function DonneesPersonnelles() {
  const agency = useAgency()
  const { kept, portals } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.title} drawing="key">
      {agency ? <Sections sections={words.sections(agency, kept, portals)} /> : null}
    </Page>
  )
}
