import type { Deps } from '../deps.ts'
import type { MessageKind } from '../generated/prisma/client.ts'
import { addressed } from './addressed.ts'
import { codeWriters, type Writer } from './code-writers.ts'
import type { LoadedMessage } from './loaded-message.ts'
import { noticeWriters } from './notice-writers.ts'
import type { Mail } from './transport.ts'

const writers: Record<MessageKind, Writer> = { ...codeWriters, ...noticeWriters }

/** What this version can write. Another kind waits for the node that can: during an upgrade both are at work. */
export const writtenKinds: readonly string[] = Object.keys(writers)

/** The mail of a message, written anew at each attempt from the database and the keys: the same code, the same ids. */
export async function compose(
  message: LoadedMessage,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
): Promise<Mail> {
  const { id, kind, email, account } = message
  if (email === null || !account) throw new Error(`message ${id} cannot be written`)
  const { agency } = account.owner
  const rendered = await writers[kind](message, account, deps, attemptedAt)
  return { ...addressed({ id, kind, agency }, deps.keys), ...rendered, to: email, date: attemptedAt }
}
