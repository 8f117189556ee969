import { useAgency } from '../agency.ts'
import { Page } from '../parts/page.tsx'
import { Sections } from '../parts/sections.tsx'
import { privacy as words } from '../words/information.fr.ts'

export const handle = { title: [words.title] }

export default function DonneesPersonnelles() {
  const agency = useAgency()
  return (
    <Page heading={words.title} drawing="key">
      {agency ? <Sections sections={words.sections(agency)} /> : null}
    </Page>
  )
}
