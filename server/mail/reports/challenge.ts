import { challengeFilterOf } from '../../domain/challenge-filters.ts'
import type { OpenedMail } from './open-mail.ts'

/** Subjects by which filters ask a sender to prove that a person wrote: only whether one fits is kept. */
const subjects: readonly RegExp[] = [
  /authentifi(er|ez|cation)/i,
  /(v[ée]rification|confirmation) de l.exp[ée]diteur/i,
  /confirm(er|ez) (votre|l.)\s?(envoi|message|e-?mail|adresse)/i,
  /sender (verification|confirmation|authentication)/i,
  /(verify|confirm|authenticate) (yourself|your (message|e-?mail|address))/i,
  /verification required/i,
]

/**
 * The challenge filter that a mail comes from: by name when it links or is written from one of the hosts we know, null
 * when only its subject asks for proof, undefined when it is no challenge. No link is ever followed.
 */
export function challengeOf(mail: OpenedMail): string | null | undefined {
  const known = challengeFilterOf([...senders(mail), ...linkedHosts(mail.body)])
  if (known !== null) return known
  return subjects.some((asks) => asks.test(mail.subject)) ? null : undefined
}

function senders(mail: OpenedMail): string[] {
  const written = ['from', 'sender', 'reply-to', 'return-path', 'message-id'].flatMap((name) => mail.header(name))
  return written.flatMap((text) =>
    [...text.toLowerCase().matchAll(/@([a-z0-9.-]{1,253})/g)].map(([, host = '']) => host),
  )
}

/** A signature that only praises its filter links the filter's site, not the machine that holds mail: no `www`. */
function linkedHosts(body: string): string[] {
  return [...body.toLowerCase().matchAll(/https?:\/\/([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,5})\b/g)].flatMap(
    ([, host = '']) => (host.startsWith('www.') ? [] : [host]),
  )
}
