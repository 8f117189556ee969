import type { Flow } from '../../client/flow.ts'
import { useAgency } from '../agency.ts'
import { unwantedFolder, code as words } from '../words/code.fr.ts'
import { Rich } from './rich.tsx'

interface CodeInsetProps {
  flow: Flow
  now: Date
  secondsLeft: number
  /** The page where another address can be given; null: there is no choice. */
  addressPage: string | null
  /** A code came too late for the second time: another one would too. */
  late: boolean
}

/** Where the code went, from whom it comes, until when it is good. */
export function CodeInset({ flow, now, secondsLeft, addressPage, late }: CodeInsetProps) {
  const agency = useAgency()
  const address = flow.email ?? ''
  return (
    <>
      <div className="inset">
        <p>
          <Rich text={words.sent(address)} />
        </p>
        {addressPage ? (
          <p>
            <a className={late ? 'primary' : 'link'} href={addressPage}>
              {late ? words.nothing.other : words.changeAddress}
            </a>
          </p>
        ) : null}
      </div>
      <p>{words.keepOpen}</p>
      {agency ? (
        <p>
          <Rich text={words.sender(agency.name, agency.senderAddress)} /> {words.wait(unwantedFolder(address))}
        </p>
      ) : null}
      {late ? null : (
        <p>
          {secondsLeft > 0 && flow.codeValidUntil ? (
            <Rich text={words.validity(flow.codeLifespanMinutes, flow.codeValidUntil, now)} />
          ) : (
            <strong>{words.expiry.over}</strong>
          )}
        </p>
      )}
    </>
  )
}
