import { ResendForm } from '../forms/resend-form.tsx'
import { code as words } from '../words/code.fr.ts'
import type { Fault } from '../words/refusals.fr.ts'
import { site } from '../words/site.fr.ts'
import { Phone } from './help.tsx'

interface NothingReceivedProps {
  action: string
  /** The page where another address can be given; null: there is no choice. */
  addressPage: string | null
  open: boolean
  faults: readonly Fault[]
}

/** What to try, in order, when no message came; open by itself after an error or another sending. */
export function NothingReceived({ action, addressPage, open, faults }: NothingReceivedProps) {
  return (
    <details className="nothing" open={open}>
      <summary>{words.nothing.heading}</summary>
      <ol>
        <li>{words.nothing.wait}</li>
        <li>{words.nothing.look}</li>
        <li>
          <ResendForm action={action} className="secondary" faults={faults} />
        </li>
        {addressPage ? (
          <li>
            <a className="link" href={addressPage}>
              {words.nothing.other}
            </a>
          </li>
        ) : null}
        <li>
          {site.call} <Phone />.
        </li>
      </ol>
    </details>
  )
}
