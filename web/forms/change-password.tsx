import type { ReactNode } from 'react'
import type { PasswordPolicy } from '../../client/password-policy.ts'
import { password } from '../words/password.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { changePassword as words } from '../words/settings.fr.ts'
import { Submit } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Field } from './field.tsx'
import { PasswordField } from './password-field.tsx'
import { PasswordPair } from './password-pair.tsx'

interface ChangePasswordFormProps {
  /** Its own page: without it a fragment of the address would be sent along, and keep the focus from the summary. */
  action: string
  /** Of the account whose password it will be: password managers save the pair. */
  identifier: string
  policy: PasswordPolicy
  faults: readonly Fault[]
  noted: boolean
  /** Where « Annuler » leads. */
  back: string
  children: ReactNode
}

/** The current password, the new one twice, and the box. */
export function ChangePasswordForm({
  action,
  identifier,
  policy,
  faults,
  noted,
  back,
  children,
}: ChangePasswordFormProps) {
  return (
    <form method="post" action={action} noValidate>
      {children}
      <Field id="identifiant" label={password.identifier} defaultValue={identifier} readOnly autoComplete="username" />
      <PasswordField
        id="actuel"
        label={words.current}
        faults={faults}
        shows={['actuel']}
        reveal={words.reveal.current}
        autoComplete="current-password"
        enterKeyHint="next"
        below={
          <p>
            <a className="link" href="/mot-de-passe-oublie">
              {words.forgotten}
            </a>
          </p>
        }
      />
      <PasswordPair
        policy={policy}
        faults={faults}
        verdict={null}
        confirmation={words.confirmation}
        reveal={words.reveal.chosen}
      />
      <Checkbox id="note" name="note" value="1" defaultChecked={noted} label={words.copied} faults={faults} />
      <p className="choice">
        <Submit>{words.submit}</Submit>
        <a className="secondary" href={back}>
          {words.cancel}
        </a>
      </p>
    </form>
  )
}
