import { maskEmail } from '../../server/domain/email-address.ts'
import type { Act } from '../act.ts'
import type { Message, MessageKind } from '../mail-state.ts'
import type { Account, Credential, Flow } from '../state.ts'
import { newId, newToken, sharing } from './rows.ts'

/** Puts a mail into the mock's outbox and gives back its id. It leaves at the next request, as its fate has it. */
export function enqueue(
  { state, now }: Act,
  mail: { kind: MessageKind; to: string; account: Account; flow: Flow | null; link: string | null; about?: string },
  giveUpMinutes: number,
): string {
  const { kind, to, account, flow, link, about = null } = mail
  const message: Message = {
    id: newId(state, 'mail'),
    kind,
    to,
    accountId: account.id,
    flowId: flow?.id ?? null,
    link,
    about,
    createdAt: now,
    giveUpAt: new Date(now.getTime() + giveUpMinutes * 60_000),
    state: 'QUEUED',
    lastReply: null,
    settledAt: null,
    nextAttemptAt: now,
    deliveries: [],
  }
  state.messages.push(message)
  return message.id
}

/** Mails an owner what was done, with the link « Ce n'est pas moi » that freezes the credential. */
export function notify(
  act: Act,
  kind: 'ACCOUNT_OPENED' | 'PASSWORD_CHANGED' | 'EMAIL_CHANGED',
  account: Account,
  credential: Pick<Credential, 'id' | 'email'>,
  to = credential.email,
): void {
  const { state, random, rules, now } = act
  const token = newToken(random, 'cl')
  const expiresAt = new Date(now.getTime() + rules.freezeLinkDays * 86_400_000)
  const named = sharing(state, credential.id).filter((one) => one.state === 'ACTIVE')
  const accountIds = named.map(({ id }) => id)
  state.links.push({ token, credentialId: credential.id, accountIds, expiresAt, usedAt: null })
  const about = kind === 'EMAIL_CHANGED' ? { about: maskEmail(credential.email) } : {}
  enqueue(act, { kind, to, account, flow: null, link: token, ...about }, rules.noticeHours * 60)
}
