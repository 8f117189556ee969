import { code as words } from '../words/code.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Faults, faultId } from './faults.tsx'

interface ResendFormProps {
  /** The page of the code. */
  action: string
  className: 'primary' | 'secondary'
  faults: readonly Fault[]
}

/** Asks for another code. */
export function ResendForm({ action, className, faults }: ResendFormProps) {
  return (
    <form method="post" action={action} noValidate>
      <Faults of="renvoyer" faults={faults} />
      <Submit
        id="renvoyer"
        className={className}
        name="action"
        value="renvoyer"
        aria-describedby={faultId('renvoyer', faults)}
      >
        {words.nothing.resend}
      </Submit>
    </form>
  )
}
