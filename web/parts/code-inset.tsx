import type { Flow } from '../../client/flow.ts'
import { useAgency } from '../agency.ts'
import { unwantedFolder, code as words } from '../words/code.fr.ts'
import { Rich } from './rich.tsx'

/** Where the code went, from whom it comes, until when it is good. */
export function CodeInset({ flow, now, live }: { flow: Flow; now: Date; live: boolean }) {
  const agency = useAgency()
  const address = flow.email ?? ''
  return (
    <>
      <div className="inset">
        <p>
          <Rich text={words.sent(address)} />
        </p>
        {flow.emailFixed ? null : (
          <p>
            <a className="link" href="/premiere-connexion/email">
              {words.changeAddress}
            </a>
          </p>
        )}
      </div>
      <p>{words.keepOpen}</p>
      {agency ? (
        <p>
          <Rich text={words.sender(agency.name, agency.senderAddress)} /> {words.wait(unwantedFolder(address))}
        </p>
      ) : null}
      <p>
        {live && flow.codeValidUntil ? (
          <Rich text={words.validity(flow.codeLifespanMinutes, flow.codeValidUntil, now)} />
        ) : (
          <strong>{words.over}</strong>
        )}
      </p>
    </>
  )
}
