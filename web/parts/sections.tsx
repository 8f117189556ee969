import type { Section } from '../words/information.fr.ts'
import { site } from '../words/site.fr.ts'
import { Phone } from './help.tsx'

interface SectionsProps {
  sections: readonly Section[]
  /** Each ends with the telephone number. */
  phone?: boolean
}

export function Sections({ sections, phone = false }: SectionsProps) {
  return sections.map(({ id, heading, paragraphs }) => (
    <section key={id} id={id}>
      <h2>{heading}</h2>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {phone ? (
        <p>
          {site.call} <Phone />.
        </p>
      ) : null}
    </section>
  ))
}
