import { Page } from '../parts/page.tsx'
import { Sections } from '../parts/sections.tsx'
import { help as words } from '../words/information.fr.ts'

export const handle = { title: [words.title] }

export default function Aide() {
  return (
    <Page heading={words.title} drawing="letter">
      <Sections sections={words.sections} phone />
    </Page>
  )
}
