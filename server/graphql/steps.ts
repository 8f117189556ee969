import type { flowKinds } from '../domain/flow.ts'
import type * as domain from '../domain/refusals.ts'
import { defaultRules } from '../domain/rules.ts'
import { builder } from './builder.ts'

export const FlowKind = builder.enumType('FlowKind', {
  description: 'Which journey a flow is.',
  values: {
    MIGRATION: {
      description: `From the issued password to an own one. Its codes live ${defaultRules.codeLifespanMinutes.MIGRATION} minutes.`,
    },
    RESET: { description: `A forgotten password. Its codes live ${defaultRules.codeLifespanMinutes.RESET} minutes.` },
    EMAIL_CHANGE: {
      description: `Another e-mail address. Its codes live ${defaultRules.codeLifespanMinutes.EMAIL_CHANGE} minutes.`,
    },
  } satisfies Record<(typeof flowKinds)[number], object>,
})

export const FlowStep = builder.enumType('FlowStep', {
  description: 'What a flow waits for.',
  values: {
    CHOOSE_EMAIL: { description: 'An address (`chooseEmail`).' },
    ENTER_CODE: { description: 'The code mailed to it (`verifyEmailCode`), or another one (`resendCode`).' },
    SET_PASSWORD: { description: 'The new password (`setPassword`).' },
  } satisfies Record<domain.FlowStep, object>,
})
