import type { PasswordPolicy } from '../../client/password-policy.ts'
import { password as words } from '../words/password.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'
import { Checklist } from './checklist.tsx'
import { PasswordField } from './password-field.tsx'

interface PasswordPairProps {
  policy: PasswordPolicy
  faults: readonly Fault[]
  /** Where the live checklist asks; null: only the form's own answer judges what a script cannot. */
  verdict: string | null
  confirmation: string
  reveal?: typeof site.reveal
}

/** A new password and its confirmation, with what it must hold. Neither is ever sent back in a page. */
export function PasswordPair({ policy, faults, verdict, confirmation, reveal = site.reveal }: PasswordPairProps) {
  return (
    <>
      <PasswordField
        id="nouveau"
        label={words.label}
        hint={faults.length > 0 ? `${words.again} ${words.hint}` : words.hint}
        faults={faults}
        above={<Checklist id="nouveau-regles" policy={policy} verdict={verdict} />}
        describedBy="nouveau-regles"
        shows={['nouveau', 'confirmation']}
        reveal={reveal}
        copy
        autoComplete="new-password"
        enterKeyHint="next"
        {...{ passwordrules: policy.passwordrules }}
      />
      <PasswordField
        id="confirmation"
        label={confirmation}
        faults={faults}
        autoComplete="new-password"
        enterKeyHint="go"
        below={<p className="verdict" role="status" data-valid={verdict ? words.valid : words.wellFormed} />}
      />
      <p className="note">{words.advice}</p>
    </>
  )
}
