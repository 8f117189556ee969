import type { Section } from '../words/information.fr.ts'

export function Sections({ sections }: { sections: readonly Section[] }) {
  return sections.map(({ id, heading, paragraphs }) => (
    <section key={id} id={id}>
      <h2>{heading}</h2>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </section>
  ))
}
