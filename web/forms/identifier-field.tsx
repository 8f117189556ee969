import { connexion as words } from '../words/connexion.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Field } from './field.tsx'

/** The identifier of the letter, as one types it. */
export function IdentifierField({ faults, defaultValue }: { faults: readonly Fault[]; defaultValue: string }) {
  return (
    <Field
      id="identifiant"
      label={words.identifier.label}
      hint={words.identifier.hint}
      faults={faults}
      defaultValue={defaultValue}
      autoComplete="username"
      inputMode="text"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="next"
    />
  )
}
