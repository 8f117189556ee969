import { another, password } from '../staff/support.ts'
import type { Reach } from './stage.ts'

/** What each root field is asked for: something of the owner's that its caller reaches for. */
export function argumentsFor(field: string, reach: Reach): Record<string, unknown> {
  const input = inputs[field]
  if (input) return { input: input(reach) }
  return field === 'Query.flow' || field === 'Subscription.flowUpdated' ? { flow: reach.enters } : {}
}

const inputs: Readonly<Record<string, (reach: Reach) => object>> = {
  'Mutation.moveClock': () => ({ seconds: 60 }),
  'Mutation.signIn': ({ letter }) => ({ identifier: letter.identifier, password }),
  'Mutation.startMigration': ({ waiting: { identifier, issuedPassword } }) => ({ identifier, issuedPassword }),
  'Mutation.requestReset': ({ letter, email }) => ({ identifier: letter.identifier, email }),
  'Mutation.chooseEmail': ({ chooses }) => ({ flow: chooses, email: 'choisie@free.example', confirmed: true }),
  'Mutation.resendCode': ({ enters }) => ({ flow: enters }),
  'Mutation.verifyEmailCode': ({ enters }) => ({ flow: enters, code: '00000000' }),
  'Mutation.setPassword': ({ proved }) => ({ flow: proved, password: another, confirmation: another }),
  'Mutation.cancelFlow': ({ chooses }) => ({ flow: chooses }),
  'Mutation.changePassword': () => ({ currentPassword: 'faux', password: another, confirmation: another }),
  'Mutation.splitPassword': ({ sharingAccountId: account }) => ({
    ...{ account, currentPassword: password, password: another, confirmation: another },
  }),
  'Mutation.changeEmail': () => ({
    ...{ email: 'neuve@free.example', emailConfirmation: 'neuve@free.example', password, confirmed: true },
  }),
  'Mutation.endSession': ({ sessionId }) => ({ session: sessionId }),
  'Mutation.cancelStaffAction': ({ cancelLink }) => ({ link: cancelLink }),
  'Mutation.freeze': ({ freezeLink }) => ({ link: freezeLink }),
}
