import { judgeOpen } from '../server/domain/flow.ts'
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
import { findFlow, found } from './parts/rows.ts'
import type { AnswerOf, InputOf, MutationName, QueryName, ReadOf } from './shapes.ts'
import { agencyView, flowView, meView } from './views.ts'

/** What only a test key may ask of the server: the mocks know of no keys. Clock, people and mails are whose mock it is. */
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
  agency: { host?: string | null }
  flow: { flow: string }
}
type ArgumentsOf<Name> = Name extends keyof QueryArguments ? QueryArguments[Name] : Record<never, never>

/** Every query of the contract. */
export const queries: { [Name in QueryName]: (act: Act, input: ArgumentsOf<Name>) => ReadOf<Name> } = {
  // Of partners' keys alone, which live on servers: whoever calls the mock has none.
  accounts: () => null,
  agency(act, { host }) {
    const named = act.state.agencies.find(({ hostNames }) => hostNames.includes((host ?? '').toLowerCase()))
    return agencyView(act, found(named ?? act.state.agencies[0]).key)
  },
  events: () => null,
  flow(act, { flow: handle }) {
    const flow = findFlow(act.state, handle)
    return judgeOpen(flow, act.now) ?? flowView(act, found(flow))
  },
  me: meView,
  passwordPolicy: ({ policy }) => ({
    ...policy,
    rules: [...passwordRules],
    passwordrules: passwordRulesAttribute(policy),
  }),
  sandbox: () => null,
  webhooks: () => null,
}
