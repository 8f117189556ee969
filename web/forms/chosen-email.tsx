import { useAgency } from '../agency.ts'
import { Rich } from '../parts/rich.tsx'
import { email as words } from '../words/email.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { Submit } from './button.tsx'
import { EmailMeant, KeepAnyway } from './email-question.tsx'
import { Field } from './field.tsx'

interface ChosenEmailProps {
  /** The address the flow holds: in full for the handle that typed it, else masked. */
  known: string | null
  /** A code has already left for `known`. */
  sent: boolean
  typed: string | null
  /** What was plainly meant by a refused address. */
  meant: string | null
  /** An address that the DNS knows no mail server for: it may be kept all the same. */
  kept: string | null
  faults: readonly Fault[]
}

export function ChosenEmail({ known, sent, typed, meant, kept, faults }: ChosenEmailProps) {
  const agency = useAgency()
  return (
    <>
      {known && sent ? (
        <div className="inset">
          <p>
            <Rich text={words.sent.text(known)} />
          </p>
          <a className="secondary" href="/premiere-connexion/code">
            {words.sent.go}
          </a>
        </div>
      ) : null}
      {known && !sent ? (
        <form method="post" noValidate className="inset">
          <p>
            <Rich text={words.proposed.text(known)} />
          </p>
          <Submit className="secondary" name="action" value="proposee">
            {words.proposed.use}
          </Submit>
        </form>
      ) : null}
      <p>{words.notIdentifier}</p>
      <p>{words.purpose}</p>
      <p>{words.check.intro}</p>
      <ol className="check">
        {words.check.items.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      {meant ? <EmailMeant address={meant} action="/premiere-connexion/email" /> : null}
      <form method="post" action="/premiere-connexion/email" noValidate>
        <Field
          id="email"
          className="wide"
          type="email"
          label={words.label}
          hint={words.hint}
          faults={faults}
          defaultValue={typed ?? (sent ? (known ?? '') : '')}
          autoComplete="email"
          inputMode="email"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="send"
        />
        {kept === null ? (
          <Submit>{words.submit}</Submit>
        ) : (
          <p className="choice">
            <Submit>{words.submit}</Submit>
            <KeepAnyway address={kept} />
          </p>
        )}
      </form>
      {agency ? (
        <p className="note">
          {words.privacy(agency.name)} <a href="/donnees-personnelles">{words.privacyLink}</a>.
        </p>
      ) : null}
    </>
  )
}
