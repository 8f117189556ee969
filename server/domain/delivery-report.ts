import { type DeliveryReason, type DeliveryStatus, reasonOf } from './delivery.ts'

/** What a later mail to the bounce address told of a message. */
export interface ReportedFact {
  status: Exclude<DeliveryStatus, 'QUEUED' | 'SENDING'>
  reason: DeliveryReason | null
  /** Status codes only. Null: it gave none. */
  reply: string | null
  /** HELD: the challenge filter, when we know it. */
  filter: string | null
  /** True when the recipient's own server said so, false when a relay gave up before it or nobody tells. */
  far: boolean
}

/** A row of a message's history, as far as a report is judged by it. */
export type KnownFact = Pick<ReportedFact, 'status' | 'reason' | 'filter'> & { reported: boolean }

/** `enhanced` past which a queue gave up waiting (RFC 3463 X.4.7; Exchange Online says 5.4.300). */
const gaveUp = /\.4\.(7|300)$/
const unreachable = /^4\.4\./

/**
 * A failure or a delay by its codes. `answer`: what the far server replied, null when it was never asked; `status`: the
 * reporter's own enhanced code. A failure after nothing but temporary answers is ABANDONED: the queue gave up.
 */
export function failureFact(
  action: 'failed' | 'delayed',
  answer: { code: string; enhanced: string | null } | null,
  status: string | null,
): ReportedFact {
  const enhanced = answer?.enhanced ?? status
  const codes = [answer?.code, enhanced].filter((code) => code != null)
  const temporary = (enhanced ?? answer?.code ?? '5').startsWith('4') || (enhanced !== null && gaveUp.test(enhanced))
  return {
    status: action === 'delayed' ? 'DELAYED' : temporary ? 'ABANDONED' : 'REFUSED',
    reason: action === 'delayed' || temporary ? waitReason(answer, enhanced) : refusalReason(answer, enhanced),
    reply: codes.length > 0 ? codes.join(' ') : null,
    filter: null,
    far: answer !== null,
  }
}

function waitReason(answer: { code: string } | null, enhanced: string | null): DeliveryReason {
  if (enhanced !== null && (unreachable.test(enhanced) || gaveUp.test(enhanced))) return 'UNREACHABLE'
  const code = answer?.code.startsWith('4') ? answer.code : '400'
  return reasonOf(enhanced?.startsWith('4') ? `${code} ${enhanced}` : code) ?? 'LATER'
}

/**
 * A reporter that gives no reply code is read by its enhanced code alone: 500 says nothing of its own. Nor does a bare
 * 550, which filters answer as well as mailboxes: no report says in answer to what.
 */
function refusalReason(answer: { code: string } | null, enhanced: string | null): DeliveryReason {
  const code = answer?.code.startsWith('5') ? answer.code : '500'
  if (enhanced?.startsWith('5') && !enhanced.endsWith('.0.0')) return reasonOf(`${code} ${enhanced}`) ?? 'OTHER'
  return code === '550' ? 'OTHER' : (reasonOf(code) ?? 'OTHER')
}

/** Rows that reports may add to one message: whoever holds its token cannot fill the table by sending them again. */
const mostReported = 8

/**
 * True when a report tells something new. The same again is a replay; « delayed » or « held » after the end is old news;
 * and what the recipient's server refused while we spoke to it was never sent, so that no report can be about it.
 */
export function isNews(history: readonly KnownFact[], fact: ReportedFact): boolean {
  const reported = history.filter((row) => row.reported)
  if (reported.length >= mostReported) return false
  if (history.some((row) => row.status === 'REFUSED' && !row.reported)) return false
  if (reported.some((row) => isSame(row, fact))) return false
  const ended = reported.some(({ status }) => status === 'ACCEPTED' || status === 'REFUSED' || status === 'ABANDONED')
  return fact.status === 'ACCEPTED' || fact.status === 'REFUSED' || !ended
}

const isSame = (a: Omit<KnownFact, 'reported'>, b: Omit<KnownFact, 'reported'>) =>
  a.status === b.status && a.reason === b.reason && a.filter === b.filter
