import { judgeOpen } from '../server/domain/flow.ts'
import { rightsOf } from '../server/domain/partner-key.ts'
import { passwordRules, passwordRulesAttribute } from '../server/domain/password.ts'
import type { Act } from './act.ts'
import { cancelEmailChange } from './flows/cancel-email-change.ts'
import { cancelFlow } from './flows/cancel-flow.ts'
import { cancelStaffAction } from './flows/cancel-staff-action.ts'
import { changeEmail } from './flows/change-email.ts'
import { changePassword } from './flows/change-password.ts'
import { chooseEmail } from './flows/choose-email.ts'
import { endSession } from './flows/end-session.ts'
import { freeze } from './flows/freeze.ts'
import { requestReset } from './flows/request-reset.ts'
import { resendCode } from './flows/resend-code.ts'
import { setPassword } from './flows/set-password.ts'
import { signIn } from './flows/sign-in.ts'
import { signOut } from './flows/sign-out.ts'
import { splitPassword } from './flows/split-password.ts'
import { startMigration } from './flows/start-migration.ts'
import { verifyEmailCode } from './flows/verify-email-code.ts'
import { type AccountsAsked, accounts, events } from './partner-reads.ts'
import { findFlow, found } from './parts/rows.ts'
import type { AnswerOf, InputOf, MutationName, QueryName, ReadOf } from './shapes.ts'
import { agencyView, flowView, meView } from './views.ts'

/** Of test keys alone, and those the mock does not know: it is a sandbox itself (README, « What differs »). */
const notAllowed = () => ({ __typename: 'NotAllowed' as const })

/** Every mutation of the contract: one that is new there is missing here, and this does not compile. */
export const mutations: { [Name in MutationName]: (act: Act, input: InputOf<Name>) => AnswerOf<Name> } = {
  cancelEmailChange,
  cancelFlow,
  cancelStaffAction,
  changeEmail,
  changePassword,
  chooseEmail,
  endSession,
  freeze,
  moveClock: notAllowed,
  requestReset,
  resendCode,
  resetSandbox: notAllowed,
  setPassword,
  signIn,
  signOut,
  splitPassword,
  startMigration,
  verifyEmailCode,
}

interface QueryArguments {
  accounts: AccountsAsked
  events: { after?: string | null; first?: number | null }
  agency: { host?: string | null }
  flow: { flow: string }
}
type ArgumentsOf<Name> = Name extends keyof QueryArguments ? QueryArguments[Name] : Record<never, never>

/** Every query of the contract. */
export const queries: { [Name in QueryName]: (act: Act, input: ArgumentsOf<Name>) => ReadOf<Name> } = {
  accounts,
  agency(act, { host }) {
    const named = act.state.agencies.find(({ hostNames }) => hostNames.includes((host ?? '').toLowerCase()))
    return agencyView(act, found(named ?? act.state.agencies[0]).key)
  },
  events,
  flow(act, { flow: handle }) {
    if (!rightsOf(act.caller.key).flows) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
    const flow = findFlow(act, handle)
    return judgeOpen(flow, act.now) ?? flowView(act, found(flow))
  },
  me: (act) => (rightsOf(act.caller.key).flows ? meView(act) : null),
  passwordPolicy: ({ policy }) => ({
    ...policy,
    rules: [...passwordRules],
    passwordrules: passwordRulesAttribute(policy),
  }),
  sandbox: () => null,
  // The service registers them, and the mock has no service: its partners have none.
  webhooks: ({ caller }) => (rightsOf(caller.key).readEvents ? [] : null),
}
