import type { ComponentProps } from 'react'
import { Field } from './field.tsx'

/** An e-mail address: nothing corrects it, capitalises it or underlines it while it is typed. */
export function EmailField(field: ComponentProps<typeof Field>) {
  return (
    <Field
      {...field}
      className="wide"
      type="email"
      inputMode="email"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
    />
  )
}
