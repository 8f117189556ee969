import { Rich } from '../parts/rich.tsx'
import { verifiedEmail as words } from '../words/email.fr.ts'
import { Submit } from './button.tsx'

/** The owner's address is already verified: the code goes there and nowhere else. */
export function VerifiedEmail({ masked }: { masked: string }) {
  return (
    <form method="post" noValidate>
      <div className="inset">
        <p>
          <Rich text={words.text(masked)} />
        </p>
      </div>
      <Submit name="action" value="proposee">
        {words.submit}
      </Submit>
      <p className="note">{words.lost}</p>
    </form>
  )
}
