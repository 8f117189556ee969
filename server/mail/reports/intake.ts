import type { Deps } from '../../deps.ts'
import { messagesNamed } from './bounce-address.ts'
import { type Noted, noteReport } from './note-report.ts'
import { greatestSize } from './open-mail.ts'
import type { ArrivedMail } from './read-report.ts'

/** Takes one mail after another: opening one may cost a tenth of a second, and owners who sign in go first. */
export type Intake = (mail: ArrivedMail) => Promise<Noted | 'TOO_MANY'>

/** Whoever reads one mail of ours holds a token of ours: mails that name it are opened so many times an hour. */
const mostAnHour = 20
const hourMs = 3_600_000
/** Messages counted at once: past them the oldest is forgotten, so that no flood grows this. */
const mostCounted = 10_000

/**
 * The one way in for mails to the bounce address. What names no message of ours is dropped before it is opened; what
 * names one too often, too. Rejects when the database is away: the mail is to be brought again.
 */
export function createIntake(deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>): Intake {
  const opened = new Map<string, { times: number; since: number }>()
  let turn: Promise<unknown> = Promise.resolve()

  function isTooOften(messageId: string): boolean {
    const now = deps.clock.now().getTime()
    const known = opened.get(messageId)
    const count = known && now < known.since + hourMs ? known : { times: 0, since: now }
    count.times += 1
    opened.delete(messageId)
    const [oldest] = opened.keys()
    if (opened.size >= mostCounted && oldest !== undefined) opened.delete(oldest)
    opened.set(messageId, count)
    return count.times > mostAnHour
  }

  async function take(mail: ArrivedMail): Promise<Noted | 'TOO_MANY'> {
    const written = mail.envelope?.to ?? Buffer.from(mail.source.subarray(0, greatestSize)).toString('latin1')
    const named = [...messagesNamed(deps.keys, [written])]
    const why = named.length === 0 ? 'NO_TOKEN' : named.some(isTooOften) ? 'TOO_MANY' : null
    if (why === null) return noteReport(deps, mail)
    deps.log.info({ why }, 'bounce mail dropped')
    return why
  }

  return (mail) => {
    const taken = turn.then(() => take(mail))
    turn = taken.catch(() => {})
    return taken
  }
}
