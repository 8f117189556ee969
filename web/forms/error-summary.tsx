import type { Fault } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'

/** What is wrong, first on the page and in focus without any script; each line leads to its field. */
export function ErrorSummary({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refused form the reader must land on what is wrong (WCAG 3.3.1)
    <div className="problem" role="alert" tabIndex={-1} autoFocus>
      <h2>{site.problem}</h2>
      <ul>
        {faults.map(({ field, text }) => (
          <li key={text}>{field ? <a href={`#${field}`}>{text}</a> : text}</li>
        ))}
      </ul>
    </div>
  )
}
