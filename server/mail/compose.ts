import type { Deps } from '../deps.ts'
import type { Agency, MessageKind } from '../generated/prisma/client.ts'
import { addressed } from './addressed.ts'
import { codeWriters, type Writer } from './code-writers.ts'
import type { LoadedMessage } from './loaded-message.ts'
import type { Rendered } from './messages/agency-words.ts'
import { noticeWriters } from './notice-writers.ts'
import { partnerWriters } from './partner-writers.ts'
import type { Mail } from './transport.ts'

type ToPartner = keyof typeof partnerWriters
const ownerWriters: Record<Exclude<MessageKind, ToPartner>, Writer> = { ...codeWriters, ...noticeWriters }

/** What this version can write. Another kind waits for the node that can: during an upgrade both are at work. */
export const writtenKinds: readonly string[] = Object.keys({ ...ownerWriters, ...partnerWriters })

/** The mail of a message, written anew at each attempt from the database and the keys: the same code, the same ids. */
export async function compose(
  message: LoadedMessage,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
): Promise<Mail> {
  const { id, kind, email, sender: agency } = message
  if (email === null || !agency) throw new Error(`message ${id} cannot be written`)
  const rendered = await write(message, agency, deps, attemptedAt)
  return { ...addressed({ id, kind, agency }, deps.keys), ...rendered, to: email, date: attemptedAt }
}

function write(
  message: LoadedMessage,
  agency: Agency,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
): Promise<Rendered> {
  const { id, kind, account } = message
  if (isToPartner(kind)) return partnerWriters[kind](message, agency, deps)
  if (!account) throw new Error(`message ${id} is about no account`)
  return ownerWriters[kind](message, account, deps, attemptedAt)
}

const isToPartner = (kind: MessageKind): kind is ToPartner => Object.hasOwn(partnerWriters, kind)
