import type { ComponentProps } from 'react'
import { site } from '../words/site.fr.ts'
import { Field } from './field.tsx'

interface PasswordFieldProps extends ComponentProps<typeof Field> {
  /** « Afficher » after the field, for all the fields of these ids (its own included). Absent: no button of its own. */
  shows?: readonly string[]
  /** The words of that button, where a page has two of them. */
  reveal?: { show: string; hide: string }
  /** « Copier », where a new password is chosen. */
  copy?: boolean
}

/** A password is never sent back in a page; the island puts its buttons into the place kept for them. */
export function PasswordField({ shows, reveal = site.reveal, copy = false, below, ...field }: PasswordFieldProps) {
  const tools = shows ? (
    <div
      className="tools"
      data-shows={shows.join(' ')}
      data-show={reveal.show}
      data-hide={reveal.hide}
      {...(copy ? { 'data-copy': site.copy.copy, 'data-copied': site.copy.copied } : {})}
    />
  ) : null
  return (
    <Field
      {...field}
      type="password"
      className="secret"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      below={
        <>
          {tools}
          {below}
        </>
      }
    />
  )
}
