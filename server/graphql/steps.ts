import type * as domain from '../domain/refusals.ts'
import { builder } from './builder.ts'

export const FlowStep = builder.enumType('FlowStep', {
  description: 'What a flow waits for.',
  values: {
    CHOOSE_EMAIL: { description: 'An address (`chooseEmail`).' },
    ENTER_CODE: { description: 'The code mailed to it (`verifyEmailCode`), or another one (`resendCode`).' },
    SET_PASSWORD: { description: 'The new password (`setPassword`).' },
  } satisfies Record<domain.FlowStep, object>,
})
