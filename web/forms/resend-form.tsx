import { code as words } from '../words/code.fr.ts'
import { Submit } from './button.tsx'

/** Asks for another code. */
export function ResendForm({ className }: { className: 'primary' | 'secondary' }) {
  return (
    <form method="post" action="/premiere-connexion/code" noValidate>
      <Submit id="renvoyer" className={className} name="action" value="renvoyer">
        {words.nothing.resend}
      </Submit>
    </form>
  )
}
