import type { Flow } from '../../client/flow.ts'
import { useAgency } from '../agency.ts'
import { code, unwantedFolder } from '../words/code.fr.ts'
import { resetCode as words } from '../words/reset.fr.ts'
import { Rich } from './rich.tsx'

interface ResetInsetProps {
  flow: Flow
  now: Date
  secondsLeft: number
}

/** Where a code goes if there is one, from whom it would come, until when it is good: all from what was typed. */
export function ResetInset({ flow, now, secondsLeft }: ResetInsetProps) {
  const agency = useAgency()
  const address = flow.email ?? ''
  return (
    <>
      <div className="inset">
        <p>
          <Rich text={words.sent(address)} />
        </p>
      </div>
      <p>{words.write}</p>
      {agency ? (
        <p>
          <Rich text={code.sender(agency.name, agency.senderAddress)} /> {code.wait(unwantedFolder(address))}
        </p>
      ) : null}
      <p>
        {secondsLeft > 0 && flow.codeValidUntil ? (
          <Rich text={words.validity(flow.codeLifespanMinutes, flow.codeValidUntil, now)} />
        ) : (
          <strong>{words.over}</strong>
        )}
      </p>
    </>
  )
}
