import type { Act } from '../act.ts'
import type { Account, Credential } from '../state.ts'
import { endFlows, endSessions } from './endings.ts'
import { notify } from './mail.ts'
import { sharing } from './rows.ts'

/** Puts another password on a credential: its sessions, resets and changes of e-mail end, and its owner is told. */
export function replacePassword(act: Act, account: Account, credential: Credential, password: string): void {
  const accountIds = sharing(act.state, credential.id).map(({ id }) => id)
  endFlows(act, accountIds, ['RESET', 'EMAIL_CHANGE'])
  credential.password = password
  credential.passwordChangedAt = act.now
  endSessions(act, accountIds)
  notify(act, 'PASSWORD_CHANGED', account, credential)
}
