import { flowPaths } from '../steps.ts'
import { code } from '../words/code.fr.ts'
import { resetCode as words } from '../words/reset.fr.ts'
import { site } from '../words/site.fr.ts'
import { Phone } from './help.tsx'

/** What to try when no message came, and whom to call, whatever was typed. */
export function ResetNothing({ minutes, open }: { minutes: number; open: boolean }) {
  return (
    <>
      <details className="nothing" open={open}>
        <summary>{code.nothing.heading}</summary>
        <ol>
          <li>{code.nothing.wait}</li>
          <li>{code.nothing.look}</li>
          <li>
            {words.otherAddress}
            <br />
            <a className="link" href={flowPaths.RESET.CHOOSE_EMAIL}>
              {words.back}
            </a>
          </li>
        </ol>
      </details>
      <p className="note">
        {words.nothing(minutes)} {site.call} <Phone />.
      </p>
    </>
  )
}
