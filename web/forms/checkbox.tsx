import type { InputHTMLAttributes, ReactNode } from 'react'

interface CheckboxProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string
  label: ReactNode
}

/** A large box whose whole line can be clicked. */
export function Checkbox({ id, label, ...input }: CheckboxProps) {
  return (
    <p className="checkbox">
      <input {...input} id={id} type="checkbox" />
      <label htmlFor={id}>{label}</label>
    </p>
  )
}
