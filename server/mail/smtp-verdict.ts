import type { LineFault } from './smtp-line.ts'
import type { Failure } from './transport.ts'

/**
 * What a failed attempt means for its message (interface-fr.md, "What a mail server answered"). Only a 5xx about this
 * recipient or this content is final. A 5xx of our relay's about ourselves (greeting, TLS, our password, our sender) is
 * our operator's to mend: the owner's mail waits. The recipient's own server that refuses our sender will go on doing so.
 * `server`: whom we spoke to; `by`: the domain whose own server that was.
 */
export function verdictOf({ fault, reached }: LineFault, server: 'relay' | 'mx', by: string | null): Failure {
  const { code, command, responseCode, response } = fault
  if (!responseCode) {
    // Refused before any server was asked (our own recipient check, or nodemailer's).
    if (code === 'EENVELOPE' || code === 'EMESSAGE') return failure('never', code, null)
    return failure('away', `${server} ${code ?? 'unknown'}`, null)
  }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1]
  const spoken = enhanced ?? (responseCode >= 500 ? whereSaid(fault, by) : null)
  const reply = spoken ? `${responseCode} ${spoken}` : String(responseCode)
  const inTheMail = command === 'MAIL FROM' || command === 'RCPT TO' || command === 'DATA'
  // 421 ends the session itself: large providers say so to whom they find too eager.
  if (!inTheMail && !(responseCode === 421 && reached !== 'UNOPENED'))
    return failure('away', `${server} ${reply}`, null)
  const aboutTheMail = inTheMail && (command !== 'MAIL FROM' || by !== null)
  return failure(aboutTheMail && responseCode >= 500 && !aboutUs.has(responseCode) ? 'never' : 'later', reply, by)
}

/**
 * A bare 550 speaks of the mailbox only in answer to its name, by its own server. Before it (MAIL) and after the mail
 * (DATA) our address or our text is refused, and a relay (RELAY) may as well refuse us: nobody's mailbox is declared
 * dead for that. Null: the bare code means what the table says. A 552 after the mail is a full mailbox: ours are small.
 */
function whereSaid({ command, responseCode, response }: LineFault['fault'], by: string | null) {
  if (command === 'MAIL FROM') return 'MAIL'
  if (command === 'DATA') return responseCode === 552 ? null : 'DATA'
  return by === null && responseCode === 550 && !/unknown|no such|not exist|inconnu/i.test(response ?? '')
    ? 'RELAY'
    : null
}

/** 503: session out of step; 530, 534, 535, 538: the server wants us to sign in or to encrypt. */
const aboutUs: ReadonlySet<number> = new Set([503, 530, 534, 535, 538])

const failure = (kind: Failure['kind'], reply: string, by: string | null): Failure => ({
  accepted: false,
  kind,
  reply,
  by,
})
