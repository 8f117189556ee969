import { steps } from '../words/site.fr.ts'

export type Step = 1 | 2 | 3

/** Where the reader stands: three joined dots with words; the shape and the words say it, not the colour alone. */
export function Steps({ step }: { step: Step }) {
  return (
    <ol className="steps" aria-label={steps.label}>
      {steps.dots.map((name, i) => {
        const place = i + 1 < step ? 'done' : i + 1 === step ? 'here' : 'ahead'
        return (
          <li key={name} className={place} aria-current={place === 'here' ? 'step' : undefined}>
            <span className="dot" aria-hidden="true">
              {place === 'done' ? '✓' : i + 1}
            </span>
            <span className="name">{name}</span>
            {place === 'done' ? <span className="vh"> – {steps.done}</span> : null}
          </li>
        )
      })}
    </ol>
  )
}
