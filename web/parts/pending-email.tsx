import type { Me } from '../../client/me.ts'
import { Submit } from '../forms/button.tsx'
import { flowPaths } from '../steps.ts'
import { code } from '../words/code.fr.ts'
import { settings } from '../words/settings.fr.ts'
import { Rich } from './rich.tsx'

const words = settings.pending
const paths = flowPaths.EMAIL_CHANGE

/** A change of e-mail that waits for its code: what is so until then, and the four ways on. */
export function PendingEmail({ current, next }: { current: string; next: string }) {
  return (
    <section className="inset" aria-labelledby="changement">
      <h2 id="changement">{words.heading}</h2>
      <p>
        <Rich text={words.sent(next)} />
      </p>
      <p>
        <Rich text={words.kept(current)} />
      </p>
      <p>
        <a className="secondary" href={paths.ENTER_CODE}>
          {words.write}
        </a>
      </p>
      <form method="post" action={paths.ENTER_CODE} className="aside">
        <a className="link" href={paths.CHOOSE_EMAIL}>
          {words.correct}
        </a>
        <Submit className="link" name="action" value="renvoyer">
          {code.nothing.resend}
        </Submit>
        <Submit className="link" name="action" value="annuler">
          {words.cancel}
        </Submit>
      </form>
    </section>
  )
}

/** The same, begun in another browser, which alone holds its handle: here it can be seen and cancelled. */
export function PendingElsewhere({
  current,
  change,
  now,
}: {
  current: string
  change: NonNullable<Me['pendingEmailChange']>
  now: Date
}) {
  return (
    <section className="inset" aria-labelledby="changement">
      <h2 id="changement">{words.heading}</h2>
      <p>
        <Rich text={words.elsewhere(change, now)} />
      </p>
      <p>
        <Rich text={words.keptElsewhere(current)} />
      </p>
      <form method="post" action="/espace/parametres" className="aside">
        <Submit className="link" name="action" value="annuler-le-changement">
          {words.cancel}
        </Submit>
      </form>
    </section>
  )
}
