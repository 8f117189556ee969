/** A mail as it goes to the mail server. Addresses stay apart from names: no string is ever parsed for them. */
export interface Mail {
  /** Without angle brackets. The same at every attempt, so that a mailbox can tell a duplicate. */
  messageId: string
  date: Date
  from: { name: string; address: string }
  /** Where bounces go: another box than `from`, naming this message. */
  envelopeFrom: string
  to: string
  subject: string
  text: string
  html: string
}

/**
 * What became of an attempt. `reply` holds status codes only, never an address or a text of the server's. `by`: the mail
 * domain whose own server answered; null: our relay did, or nobody.
 */
export type Attempt = Acceptance | Failure

export interface Acceptance {
  accepted: true
  reply: string
  by: string | null
}

/**
 * `away`: no mail server to talk to, whoever the recipient; `later`: not now (4xx), or perhaps taken and not answered; `never`: this recipient or this
 * mail is refused for good (5xx).
 */
export interface Failure {
  accepted: false
  kind: 'away' | 'later' | 'never'
  reply: string
  by: string | null
}

/** How the reply ends when a server was given the whole mail and never answered. */
export const perhapsTaken = ' DATA'

export interface SendFacts {
  /** How often in a row a server put this message off. */
  deferrals: number
  /** Aborted: the connection is cut, and the attempt ends as `away`. */
  signal: AbortSignal
  /** For how long the mail is still worth handing over. */
  lifeMs: number
}

/** A first attempt that nobody ends, of a mail that is of use for an hour. */
export const firstAttempt: SendFacts = { deferrals: 0, signal: new AbortController().signal, lifeMs: 3_600_000 }

export interface Transport {
  /** Tries once (`firstAttempt` unless told otherwise). Resolves within a bounded time, whatever the server does; never rejects. */
  send(mail: Mail, facts?: SendFacts): Promise<Attempt>
  close(): Promise<void>
}

/** What follows the @ of an address, as domains are compared. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
