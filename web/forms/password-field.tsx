import type { ComponentProps } from 'react'
import { site } from '../words/site.fr.ts'
import { Field } from './field.tsx'

/** A password is never sent back in a page; the island adds the button that shows what is typed. */
export function PasswordField({ copy = false, ...field }: ComponentProps<typeof Field> & { copy?: boolean }) {
  return (
    <Field
      {...field}
      type="password"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      data-show={site.reveal.show}
      data-hide={site.reveal.hide}
      {...(copy ? { 'data-copy': site.copy.copy, 'data-copied': site.copy.copied } : {})}
    />
  )
}
