import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useAgency } from '../agency.ts'
import { Page } from '../parts/page.tsx'
import { Sections } from '../parts/sections.tsx'
import { privacy as words } from '../words/information.fr.ts'

export const handle = { title: [words.title] }

export function loader({ context }: LoaderFunctionArgs) {
  return { kept: context.kept }
}

export default function DonneesPersonnelles() {
  const agency = useAgency()
  const { kept } = useLoaderData<typeof loader>()
  return (
    <Page heading={words.title} drawing="key">
      {agency ? <Sections sections={words.sections(agency, kept)} /> : null}
    </Page>
  )
}
