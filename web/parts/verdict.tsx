import type { Flow } from '../../client/flow.ts'
import { flowPaths } from '../steps.ts'
import { code as words } from '../words/code.fr.ts'
import { delivery, verdictWords } from '../words/delivery.fr.ts'
import { verifiedEmail } from '../words/email.fr.ts'
import { plain } from '../words/typography.ts'
import { Rich } from './rich.tsx'

interface VerdictProps {
  flow: Flow
  now: Date
  /** The page where another address can be given; null: there is no choice. */
  addressPage: string | null
  /** A code came too late for the second time: another one would too. */
  late?: boolean
}

/** Where the answer to « Vérifier… » may be another one a moment later. */
const leaving: ReadonlySet<string | undefined> = new Set(['QUEUED', 'SENDING', 'DELAYED'])

/** Where the code went and what became of its mail: a box that turns into a warning when something is wrong. */
export function Verdict({ flow, now, addressPage, late = false }: VerdictProps) {
  const { mood, told } = verdictWords(flow.delivery, flow.agency?.senderAddress ?? '', now)
  const change = addressPage ? (
    <a className={late ? 'primary' : mood === 'failed' ? 'secondary' : 'link'} href={addressPage}>
      {late ? words.nothing.other : words.changeAddress}
    </a>
  ) : null
  const check = leaving.has(flow.delivery?.status) ? (
    <a className="link" href={flowPaths[flow.kind].ENTER_CODE}>
      {delivery.check}
    </a>
  ) : null
  if (mood === 'sent') {
    return (
      <div className="inset">
        <p>
          <Rich text={words.sent(flow.email ?? '')} />
        </p>
        {told.map((text) => (
          <p key={plain(text)}>
            <Rich text={text} />
          </p>
        ))}
        {check ? <p>{check}</p> : null}
        {change ? <p>{change}</p> : null}
        {flow.emailFixed ? <p>{verifiedEmail.lost}</p> : null}
      </div>
    )
  }
  return (
    <div className="inset warning">
      {told.map((text, i) => (
        <p key={plain(text)} className={i === 0 ? 'lead' : undefined}>
          <Rich text={text} />
        </p>
      ))}
      <p>
        <Rich text={delivery.address(flow.email ?? '')} />
      </p>
      {check ? <p>{check}</p> : null}
      {change ? <p>{change}</p> : null}
    </div>
  )
}
