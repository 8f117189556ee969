import type { Deps, Tx } from '../deps.ts'
import { readEmail } from '../domain/email-address.ts'
import { emailRefused, judgeEmail } from '../domain/email-advice.ts'
import { isCallers } from '../domain/made-with.ts'
import type {
  Busy,
  EmailQuestioned,
  EmailRefused,
  InputRefused,
  NotSignedIn,
  SendRefused,
  SignInRefused,
  TooManyTries,
} from '../domain/refusals.ts'
import type { Account } from '../generated/prisma/client.ts'
import { digestOf } from '../keys.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { advise } from './parts/advise.ts'
import { takeBack } from './parts/count.ts'
import { endFlows } from './parts/end-flows.ts'
import { lockOpenFlows, lockOwner } from './parts/lock.ts'
import { proveSession, type Session } from './parts/prove-session.ts'
import { readCredential, stillProved } from './parts/read-credential.ts'
import { record } from './parts/record.ts'
import { sendCode } from './parts/send-code.ts'
import { newToken } from './parts/token.ts'
import { via } from './parts/via.ts'

export interface EmailChangeStarted {
  __typename: 'EmailChangeStarted'
  handle: string
  flowId: string
}

/**
 * Asks for another e-mail address on the session's credential and mails a code to it. Promise: only with the current
 * password; the old address stays until the code is typed (`verifyEmailCode`). A questionable address is asked about
 * before the password is looked at, so that no try is counted and no hash made for it; taken as it is when `confirmed`.
 * Asked again for the same address (a double click, another browser) it is the same change under another handle: no
 * second mail within the pause, the mailed code stays good, and no try is given back.
 * Refuses with NotSignedIn, EmailRefused, EmailQuestioned, SignInRefused WRONG, SendRefused, TooManyTries, InputRefused,
 * Busy.
 */
export async function changeEmail(
  deps: Deps,
  session: Session | null,
  input: { email: string; emailConfirmation: string; password: string; confirmed: boolean },
  caller: Caller,
): Promise<
  | EmailChangeStarted
  | NotSignedIn
  | EmailRefused
  | EmailQuestioned
  | SignInRefused
  | SendRefused
  | TooManyTries
  | InputRefused
  | Busy
> {
  const now = deps.clock.now()
  if (!session) return { __typename: 'NotSignedIn' }
  const current = await readCredential(deps.db, session.accountId)
  if (!current) return { __typename: 'NotSignedIn' }
  const chosen = judgeNewEmail(input, current.email)
  if ('__typename' in chosen) return chosen
  const questioned = input.confirmed ? null : await advise(deps, chosen.address, session.id)
  if (questioned) return questioned
  const typed = { password: input.password, passwordField: 'password' }
  const proof = await admitted(deps, (place) => proveSession(deps, place, session, typed, caller, now))
  if ('__typename' in proof) return proof
  await takeBack(deps.db, deps, proof.counted, now)

  const handle = newToken(deps.random, 'cf')
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, proof.account.ownerId)
    const account = await stillProved(tx, session, proof)
    if (!account) return { __typename: 'NotSignedIn' }
    const accountIds = current.accounts.map(({ id }) => id)
    await lockOpenFlows(tx, accountIds, 'EMAIL_CHANGE')
    const { address: email } = chosen
    const open = await tx.flow.findMany({
      where: { accountId: account.id, kind: 'EMAIL_CHANGE', email, endedAt: null, expiresAt: { gte: now } },
      include: { codes: true },
    })
    const same = open.find((flow) => isCallers(flow, caller))
    const flow = same ?? (await openFlow(tx, deps, account, digestOf(handle), caller, now))
    const request = { email, recipient: email, emailTyped: true, repeatable: true }
    const stopped = await sendCode(tx, deps, flow, request, caller, now)
    if (stopped) {
      if (!same) await tx.flow.delete({ where: { id: flow.id } })
      return stopped
    }
    if (same) await tx.flow.update({ where: { id: flow.id }, data: { handleHash: digestOf(handle) } })
    await endFlows(tx, { accountIds, kinds: ['EMAIL_CHANGE'], except: flow.id }, now)
    await record(
      tx,
      {
        realm: account.realm,
        kind: 'EMAIL_CHANGE_STARTED',
        at: now,
        accountId: account.id,
        flowId: flow.id,
      },
      caller,
    )
    return { __typename: 'EmailChangeStarted', handle, flowId: flow.id }
  })
}

function openFlow(
  tx: Tx,
  deps: Deps,
  account: Account,
  handleHash: Uint8Array<ArrayBuffer>,
  caller: Caller,
  now: Date,
) {
  const lifespan = deps.settings.rules.flowLifespanMinutes.EMAIL_CHANGE * 60_000
  return tx.flow.create({
    data: {
      realm: account.realm,
      kind: 'EMAIL_CHANGE',
      handleHash,
      accountId: account.id,
      step: 'ENTER_CODE',
      ...via(caller),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifespan),
    },
    include: { codes: true },
  })
}

/** Format, confirmation and « c'est déjà votre adresse » are told before the password is asked of the gate. */
function judgeNewEmail(
  { email, emailConfirmation }: { email: string; emailConfirmation: string },
  current: string,
): { address: string } | EmailRefused {
  const typed = judgeEmail(email)
  if ('__typename' in typed) return typed
  const again = readEmail(emailConfirmation)
  if ('reason' in again || again.address !== typed.address) {
    return emailRefused('DIFFERENT')
  }
  return typed.address === current ? emailRefused('SAME') : typed
}
