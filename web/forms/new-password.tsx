import type { PasswordPolicy } from '../../client/password-policy.ts'
import { Rich } from '../parts/rich.tsx'
import { password as words } from '../words/password.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Checklist } from './checklist.tsx'
import { Field } from './field.tsx'
import { PasswordField } from './password-field.tsx'
import { ServedAccounts, type ServedAccountsProps } from './served-accounts.tsx'

interface NewPasswordProps extends ServedAccountsProps {
  policy: PasswordPolicy
  faults: readonly Fault[]
  noted: boolean
  /** The owner came from « En choisir un autre » and may go back. */
  mayKeep: boolean
}

export function NewPassword({ policy, faults, noted, mayKeep, ...served }: NewPasswordProps) {
  return (
    <form method="post" action="/premiere-connexion/mot-de-passe?autre" noValidate>
      <ServedAccounts {...served} />
      <p>
        <Rich text={words.write} />
      </p>
      {/* Shown, not hidden: password managers save the pair, and the owner sees what to write down. */}
      <Field
        id="identifiant"
        label={words.identifier}
        defaultValue={served.first.identifier}
        readOnly
        autoComplete="username"
      />
      <PasswordField
        id="nouveau"
        label={words.label}
        hint={faults.length > 0 ? `${words.again} ${words.hint}` : words.hint}
        faults={faults}
        above={<Checklist id="nouveau-regles" policy={policy} />}
        describedBy="nouveau-regles"
        shows={['nouveau', 'confirmation']}
        copy
        autoComplete="new-password"
        enterKeyHint="next"
        {...{ passwordrules: policy.passwordrules }}
      />
      <PasswordField
        id="confirmation"
        label={words.confirmation}
        faults={faults}
        autoComplete="new-password"
        enterKeyHint="go"
        below={<p className="verdict" role="status" data-valid={words.valid} />}
      />
      <p className="note">{words.advice}</p>
      <Checkbox id="note" name="note" value="1" defaultChecked={noted} label={words.noted} />
      <Submit>{words.submit}</Submit>
      {mayKeep ? (
        <p className="aside">
          <a className="link" href="/premiere-connexion/mot-de-passe">
            {words.keep.back}
          </a>
        </p>
      ) : null}
    </form>
  )
}
