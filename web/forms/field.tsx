import type { InputHTMLAttributes, ReactNode } from 'react'
import type { Fault } from '../words/refusals.fr.ts'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: string
  hint?: ReactNode
  faults?: readonly Fault[]
  /** Between the hint and the input: a checklist. */
  above?: ReactNode
  /** Ids of what else describes the input. */
  describedBy?: string
  below?: ReactNode
}

/** Label, hint, what is wrong, then the input: all above it, because a phone's keyboard hides what is below. */
export function Field({ id, label, hint, faults = [], above, describedBy, below, className, ...input }: FieldProps) {
  const mine = faults.filter(({ field }) => field === id)
  const described = [hint ? `${id}-aide` : '', describedBy ?? '', mine.length > 0 ? `${id}-erreur` : '']
    .filter(Boolean)
    .join(' ')
  return (
    <div className={mine.length > 0 ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p className="hint" id={`${id}-aide`}>
          {hint}
        </p>
      ) : null}
      {above}
      {mine.length > 0 ? (
        <div className="fault" id={`${id}-erreur`}>
          {mine.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      ) : null}
      <input
        {...input}
        id={id}
        name={input.name ?? id}
        className={className}
        aria-describedby={described || undefined}
        aria-invalid={mine.length > 0 ? true : undefined}
      />
      {below}
    </div>
  )
}
