import type { InputHTMLAttributes, ReactNode } from 'react'
import type { Fault } from '../words/refusals.fr.ts'
import { Faults, faultId } from './faults.tsx'

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
  const wrong = faultId(id, faults)
  const described = [hint ? `${id}-aide` : '', describedBy ?? '', wrong ?? ''].filter(Boolean).join(' ')
  return (
    <div className={wrong ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p className="hint" id={`${id}-aide`}>
          {hint}
        </p>
      ) : null}
      {above}
      <Faults of={id} faults={faults} />
      <input
        {...input}
        id={id}
        name={input.name ?? id}
        className={className}
        aria-describedby={described || undefined}
        aria-invalid={wrong ? true : undefined}
      />
      {below}
    </div>
  )
}
