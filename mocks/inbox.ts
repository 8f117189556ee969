import type { Message, MessageKind } from './mail-state.ts'
import { mailWords } from './mail-words.ts'
import { runCourier } from './parts/courier.ts'
import type { State } from './state.ts'

/** A mail that arrived, as its reader sees it. */
export interface Mail {
  id: string
  kind: MessageKind
  to: string
  at: Date
  subject: string
  text: string
  /** The 8 digits it carries; null: it is no mail with a code. */
  code: string | null
  /** The secret of its link « Bloquer mon compte » (`freeze { link }`); null: it has none. */
  link: string | null
}

/** What an owner finds in the mailbox. Only what arrived: a full mailbox and a filter that holds keep theirs. */
export interface Inbox {
  /** Every mail that arrived, the newest first. */
  mails(): Mail[]
  to(address: string): Mail[]
  /** The newest code mailed to an address; without one, to anybody. Throws when there is none. */
  code(address?: string): string
  /** The secret of the newest link mailed to an address; without one, to anybody. Throws when there is none. */
  link(address?: string): string
}

export function createInbox(state: () => State, now: () => Date): Inbox {
  const mails = (): Mail[] => {
    runCourier(state(), now())
    const arrived = state().messages.filter(
      ({ state, deliveries }) => state === 'SENT' && deliveries.at(-1)?.status === 'ACCEPTED',
    )
    return arrived.map((message) => mailOf(state(), message)).toReversed()
  }
  const to = (address?: string) => mails().filter((mail) => address === undefined || mail.to === address)
  const first = (of: 'code' | 'link', address?: string): string => {
    const value = to(address).find((mail) => mail[of] !== null)?.[of]
    if (!value) throw new Error(`no mail with a ${of} came${address === undefined ? '' : ` to ${address}`}`)
    return value
  }
  return { mails, to, code: (address) => first('code', address), link: (address) => first('link', address) }
}

function mailOf(state: State, message: Message): Mail {
  const { id, kind, to, link, about, settledAt, createdAt } = message
  const code = state.flows.flatMap(({ codes }) => codes).find(({ messageId }) => messageId === id)?.digits ?? null
  return { id, kind, to, at: settledAt ?? createdAt, code, link, ...mailWords(kind, { code, link, about }) }
}
