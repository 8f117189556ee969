import { code as words } from '../words/code.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Faults, faultId } from './faults.tsx'

/** Asks for another code. */
export function ResendForm({ className, faults }: { className: 'primary' | 'secondary'; faults: readonly Fault[] }) {
  return (
    <form method="post" action="/premiere-connexion/code" noValidate>
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
