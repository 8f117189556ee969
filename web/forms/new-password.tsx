import type { PasswordPolicy } from '../../client/password-policy.ts'
import { Rich } from '../parts/rich.tsx'
import { password as words } from '../words/password.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Field } from './field.tsx'
import { PasswordPair } from './password-pair.tsx'
import { ServedAccounts, type ServedAccountsProps } from './served-accounts.tsx'

interface NewPasswordProps extends ServedAccountsProps {
  action: string
  verdict: string
  policy: PasswordPolicy
  faults: readonly Fault[]
  noted: boolean
  /** The owner came from « En choisir un autre » and may go back. */
  mayKeep?: boolean
}

export function NewPassword({ action, verdict, policy, faults, noted, mayKeep = false, ...served }: NewPasswordProps) {
  return (
    <form method="post" action={action} noValidate>
      <ServedAccounts {...served} />
      <p>
        <Rich text={words.write} />
      </p>
      {/* Shown, not hidden: password managers save the pair, and the owner sees what to write down. */}
      <Field
        id="identifiant"
        label={words.identifier}
        defaultValue={served.fixed[0]?.identifier}
        readOnly
        autoComplete="username"
      />
      <PasswordPair policy={policy} faults={faults} verdict={verdict} confirmation={words.confirmation} />
      <Checkbox id="note" name="note" value="1" defaultChecked={noted} label={words.noted} faults={faults} />
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
