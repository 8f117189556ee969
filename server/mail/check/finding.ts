/** One line of `mail:check`. */
export interface Finding {
  /** What was looked at: a domain, a relay, an address. */
  subject: string
  /** WARNING: mail leaves all the same, with less than it could have, or we cannot know. FAULT: mail is lost or refused. */
  level: 'OK' | 'WARNING' | 'FAULT'
  says: string
  /** What to do; null: nothing. */
  remedy: string | null
}

export const ok = (subject: string, says: string): Finding => ({ subject, level: 'OK', says, remedy: null })
export const warning = (subject: string, says: string, remedy: string): Finding => ({
  ...{ subject, level: 'WARNING', says, remedy },
})
export const fault = (subject: string, says: string, remedy: string): Finding => ({
  ...{ subject, level: 'FAULT', says, remedy },
})

/** The name server did not say: neither a fault of the records nor a proof of them. */
export const unsure = (subject: string, what: string): Finding =>
  warning(subject, `${what} : le serveur de noms n’a pas répondu.`, 'Relancez plus tard ; sinon vérifiez DNS_SERVERS.')
