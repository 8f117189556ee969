import type { InputHTMLAttributes, ReactNode } from 'react'
import type { Fault } from '../words/refusals.fr.ts'
import { Faults, faultId } from './faults.tsx'

interface CheckboxProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: ReactNode
  faults?: readonly Fault[]
}

/** A large box whose whole line can be clicked. */
export function Checkbox({ id, label, faults = [], ...input }: CheckboxProps) {
  const wrong = faultId(id, faults)
  const box = (
    <p className="checkbox">
      <input {...input} id={id} type="checkbox" aria-describedby={wrong} aria-invalid={wrong ? true : undefined} />
      <label htmlFor={id}>{label}</label>
    </p>
  )
  if (!wrong) return box
  return (
    <div className="field wrong">
      <Faults of={id} faults={faults} />
      {box}
    </div>
  )
}
