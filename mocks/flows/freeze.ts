import { doubtedAddresses } from '../../server/domain/email-doubt.ts'
import { afterUndo, type EmailUndo, emailUndos, judgeEmailUndo, undoableEmail } from '../../server/domain/email-undo.ts'
import type { Act } from '../act.ts'
import { endFlows, endMigrations, endSessions } from '../parts/endings.ts'
import { enqueue } from '../parts/mail.ts'
import { found, ownerOf, sharing } from '../parts/rows.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Credential } from '../state.ts'

export function freeze(act: Act, input: InputOf<'freeze'>): AnswerOf<'freeze'> {
  const { state, now } = act
  const link = state.links.find(({ token }) => token === input.link)
  if (!link) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  if (link.usedAt) return { __typename: 'FlowClosed', reason: 'COMPLETED' }
  const credential = found(state.credentials.find(({ id }) => id === link.credentialId))
  const open = sharing(state, credential.id).some((one) => one.state === 'ACTIVE' || one.state === 'FROZEN')
  if (link.expiresAt <= now || !open) return { __typename: 'FlowClosed', reason: 'EXPIRED' }
  link.usedAt = now
  endMigrations(act, credential.ownerId, null)
  const undone = reachOf(act, credential).map((one) => freezeCredential(act, one))
  return { __typename: 'Frozen', emailUndo: emailUndos.find((undo) => undone.includes(undo)) ?? 'NONE' }
}

/** The link's credential and the owner's others with an address that came by a doubted change of it. */
function reachOf({ state, rules, now }: Act, credential: Credential): Credential[] {
  const doubted = doubtedAddresses(credential, [], rules, now)
  const others = state.credentials.filter(
    (one) => one !== credential && one.ownerId === credential.ownerId && doubted.has(one.email),
  )
  return [credential, ...others]
}

function freezeCredential(act: Act, credential: Credential): EmailUndo {
  const { state, rules, now } = act
  const accounts = sharing(state, credential.id).filter((one) => one.state === 'ACTIVE')
  const ids = accounts.map(({ id }) => id)
  endFlows(act, ids, ['RESET', 'EMAIL_CHANGE'])
  const emailUndo = judgeEmailUndo(credential, rules, now)
  const restored = undoableEmail(credential, rules, now)
  if (restored) {
    Object.assign(credential, { ...afterUndo(credential, restored, now), emailRefusedAt: null, emailRefusedFor: null })
  }
  endSessions(act, ids)
  for (const account of accounts) account.state = 'FROZEN'
  const [account] = accounts
  if (account) {
    const agency = found(state.agencies.find(({ key }) => key === ownerOf(state, account).agencyKey))
    const mail = { kind: 'ACCOUNT_FROZEN', to: agency.senderAddress, account, flow: null, link: null } as const
    enqueue(act, mail, rules.noticeHours * 60)
  }
  return emailUndo
}
