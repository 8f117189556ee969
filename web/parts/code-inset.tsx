import type { Flow } from '../../client/flow.ts'
import { unwantedFolder, code as words } from '../words/code.fr.ts'
import { verdictWords } from '../words/delivery.fr.ts'
import { Rich } from './rich.tsx'
import { Verdict } from './verdict.tsx'

interface CodeInsetProps {
  flow: Flow
  now: Date
  secondsLeft: number
  /** The page where another address can be given; null: there is no choice. */
  addressPage: string | null
  /** A code came too late for the second time: another one would too. */
  late: boolean
  /** Where an island hears what becomes of the mail; null: it may not be told. */
  statePath: string | null
}

/** Where the code went, what became of its mail, from whom it comes, until when it is good. */
export function CodeInset({ flow, now, secondsLeft, addressPage, late, statePath }: CodeInsetProps) {
  return (
    <>
      {/* Spoken when it changes, so what it holds is replaced and it stays. */}
      <div role="status" data-state={late ? undefined : (statePath ?? undefined)}>
        <Verdict flow={flow} now={now} addressPage={addressPage} late={late} />
      </div>
      <div data-about>
        <AboutCode flow={flow} now={now} secondsLeft={secondsLeft} late={late} />
      </div>
    </>
  )
}

/** Nothing that would send an owner looking for a mail that a server refused. */
export function AboutCode({
  flow,
  now,
  secondsLeft,
  late = false,
}: Pick<CodeInsetProps, 'flow' | 'now' | 'secondsLeft'> & { late?: boolean }) {
  const { agency, delivery } = flow
  const { mood } = verdictWords(delivery, '', now)
  if (mood === 'failed') return null
  const arrives = mood === 'sent' || delivery?.status === 'HELD'
  return (
    <>
      <p>{words.keepOpen}</p>
      {agency && arrives ? (
        <p>
          <Rich text={words.sender(agency.name, agency.senderAddress)} /> {words.wait(unwantedFolder(flow.email ?? ''))}
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
