import { code as words } from '../words/code.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Field } from './field.tsx'

interface CodeFormProps {
  /** The page it is on, without what a redirect added to its address. */
  action: string
  submit?: string
  typed: string
  faults: readonly Fault[]
  /** Until the code is no longer valid; the island speaks five minutes before, and then. */
  secondsLeft: number
}

/** No maxlength, no pattern, no sending by itself: an owner pastes the whole sentence of the mail, and that is read. */
export function CodeForm({ action, submit = words.submit, typed, faults, secondsLeft }: CodeFormProps) {
  return (
    <form method="post" action={action} noValidate>
      <Field
        id="code"
        className="digits"
        type="text"
        label={words.label}
        hint={words.hint}
        faults={faults}
        defaultValue={typed}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        below={
          <p
            className="expiry"
            role="status"
            data-expires-in={secondsLeft > 0 ? secondsLeft : undefined}
            data-soon={words.expiry.soon}
            data-over={words.expiry.over}
          />
        }
      />
      <Submit>{submit}</Submit>
    </form>
  )
}
