import { Rich } from '../parts/rich.tsx'
import { verifiedEmail as words } from '../words/email.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { Faults, faultId } from './faults.tsx'

/** The owner's address is already verified: the code goes there and nowhere else. */
export function VerifiedEmail({ masked, faults }: { masked: string; faults: readonly Fault[] }) {
  return (
    <form method="post" noValidate>
      <div className="inset">
        <p>
          <Rich text={words.text(masked)} />
        </p>
      </div>
      <Faults of="envoyer" faults={faults} />
      <Submit id="envoyer" name="action" value="proposee" aria-describedby={faultId('envoyer', faults)}>
        {words.submit}
      </Submit>
      <p className="note">{words.lost}</p>
    </form>
  )
}
