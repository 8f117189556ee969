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
 * What became of an attempt. `reply` holds status codes only, never an address or a text of the server's.
 * `away`: no mail server to talk to, whoever the recipient; `later`: not now (4xx); `never`: this recipient or this
 * mail is refused for good (5xx).
 */
export type Attempt = { accepted: true; reply: string } | Failure

export interface Failure {
  accepted: false
  kind: 'away' | 'later' | 'never'
  reply: string
}

export interface Transport {
  /** Tries once. Resolves within a bounded time, whatever the server does; never rejects. */
  send(mail: Mail): Promise<Attempt>
  close(): Promise<void>
}
