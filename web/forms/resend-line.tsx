import type { Fault } from '../words/refusals.fr.ts'
import { resetCode as words } from '../words/reset.fr.ts'
import { Submit } from './button.tsx'
import { Faults, faultId } from './faults.tsx'

/** « Problème de réception ? : recevoir un nouveau code », as the printed guide shows it under the code. */
export function ResendLine({ action, faults }: { action: string; faults: readonly Fault[] }) {
  return (
    <form method="post" action={action} noValidate>
      <Faults of="renvoyer" faults={faults} />
      <p>
        {words.problem}{' '}
        <Submit
          id="renvoyer"
          className="link"
          name="action"
          value="renvoyer"
          aria-describedby={faultId('renvoyer', faults)}
        >
          {words.resend}
        </Submit>
      </p>
    </form>
  )
}
