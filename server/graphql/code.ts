import { defaultRules } from '../domain/rules.ts'
import { cancelFlow } from '../flows/cancel-flow.ts'
import { chooseEmail } from '../flows/choose-email.ts'
import { resendCode } from '../flows/resend-code.ts'
import { type CodeVerified as Verified, verifyEmailCode } from '../flows/verify-email-code.ts'
import { Account } from './account.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { EmailQuestioned, EmailRefused } from './email-refusals.ts'
import { Flow } from './flow.ts'
import { forFlows } from './for-flows.ts'
import { Busy, CodeRefused, FlowClosed, onEveryMutation, SendRefused, TooManyTries, WrongStep } from './refusals.ts'
import { FlowKind } from './steps.ts'

const CodeSent = builder.objectRef<{ __typename: 'CodeSent'; flowId: string }>('CodeSent').implement({
  description: 'A code is on its way. A repeated request within the pause answers this too, and sends nothing.',
  fields: (t) => ({
    flow: t.prismaField({
      type: Flow,
      description: 'Where the flow stands.',
      resolve: (query, { flowId }, _args, { deps }) =>
        deps.db.flow.findUniqueOrThrow({ ...query, where: { id: flowId } }),
    }),
  }),
})

const CodeVerified = builder.objectRef<Verified>('CodeVerified').implement({
  description: 'The code was right: the address is proved, for this handle.',
  fields: (t) => ({
    flow: t.field({ type: Flow, description: 'Where the flow stands.', resolve: ({ flow }) => flow }),
  }),
})

export const confirmedWords =
  'True: the owner keeps the address that EmailQuestioned asked about. Nothing is asked or looked up then. Null: false.'

const ChooseEmailInput = builder.inputType('ChooseEmailInput', {
  description: 'Where codes shall go.',
  fields: (t) => ({
    flow: t.string({ description: 'The handle of the migration.' }),
    email: t.string({
      required: false,
      description: 'The address; null: the one that the flow shows (proposed or verified).',
    }),
    confirmed: t.boolean({ required: false, description: confirmedWords }),
  }),
})

const ChooseEmailResult = builder.unionType('ChooseEmailResult', {
  description: 'What `chooseEmail` answers.',
  types: [
    CodeSent,
    EmailRefused,
    EmailQuestioned,
    SendRefused,
    TooManyTries,
    FlowClosed,
    WrongStep,
    Busy,
    ...onEveryMutation,
  ],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('chooseEmail', (t) =>
  t.field({
    ...forFlows,
    type: ChooseEmailResult,
    description:
      'Takes the address an owner chose and mails a code to it. Another address kills the codes sent to the one before. Nothing is linked before the code is typed.',
    args: { input: t.arg({ type: ChooseEmailInput, description: 'Handle and address.' }) },
    resolve: (_root, { input }, { deps, caller }) =>
      orBusy(() =>
        chooseEmail(deps, { ...input, email: input.email ?? null, confirmed: input.confirmed ?? false }, caller),
      ),
  }),
)

const ResendCodeInput = builder.inputType('ResendCodeInput', {
  description: 'Which flow needs another code.',
  fields: (t) => ({ flow: t.string({ description: 'The handle of the flow.' }) }),
})

const ResendCodeResult = builder.unionType('ResendCodeResult', {
  description: 'What `resendCode` answers.',
  types: [CodeSent, SendRefused, TooManyTries, FlowClosed, WrongStep, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('resendCode', (t) =>
  t.field({
    ...forFlows,
    type: ResendCodeResult,
    description: 'Mails another code. Earlier ones stay good until their own time; tries already spent stay spent.',
    args: { input: t.arg({ type: ResendCodeInput, description: 'The handle.' }) },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => resendCode(deps, input, caller)),
  }),
)

const VerifyEmailCodeInput = builder.inputType('VerifyEmailCodeInput', {
  description: 'A code as it was typed.',
  fields: (t) => ({
    flow: t.string({ description: 'The handle of the flow.' }),
    code: t.string({ description: '8 digits; spaces, hyphens and a sentence around them do not hurt.' }),
  }),
})

const EmailChanged = builder.objectRef<{ __typename: 'EmailChanged'; accountId: string }>('EmailChanged').implement({
  description: `The code proved the new address: it is the verified one now. The old one is told, and no forgotten password is answered for ${defaultRules.resetBlockedHours} hours.`,
  fields: (t) => ({
    account: t.prismaField({
      type: Account,
      description: 'The account the change began with.',
      resolve: (query, { accountId }, _args, { deps }) =>
        deps.db.account.findUniqueOrThrow({ ...query, where: { id: accountId } }),
    }),
  }),
})

const VerifyEmailCodeResult = builder.unionType('VerifyEmailCodeResult', {
  description: 'What `verifyEmailCode` answers.',
  types: [CodeVerified, EmailChanged, CodeRefused, TooManyTries, FlowClosed, WrongStep, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('verifyEmailCode', (t) =>
  t.field({
    ...forFlows,
    type: VerifyEmailCodeResult,
    description:
      'Takes the code from the mail, in all three journeys. A wrong one is counted on the set of codes and on the account, for good.',
    args: { input: t.arg({ type: VerifyEmailCodeInput, description: 'Handle and code.' }) },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => verifyEmailCode(deps, input, caller)),
  }),
)

const FlowCancelled = builder
  .objectRef<{ __typename: 'FlowCancelled'; kind: 'MIGRATION' | 'RESET' | 'EMAIL_CHANGE' }>('FlowCancelled')
  .implement({
    description: 'The flow is over; everything else is as it was before it.',
    fields: (t) => ({ kind: t.expose('kind', { type: FlowKind, description: 'Which journey it was.' }) }),
  })

const CancelFlowInput = builder.inputType('CancelFlowInput', {
  description: 'Which flow to end.',
  fields: (t) => ({ flow: t.string({ description: 'The handle of the flow.' }) }),
})

const CancelFlowResult = builder.unionType('CancelFlowResult', {
  description: 'What `cancelFlow` answers.',
  types: [FlowCancelled, FlowClosed, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('cancelFlow', (t) =>
  t.field({
    ...forFlows,
    type: CancelFlowResult,
    description: 'Ends a flow at its caller’s wish. Nothing that was there before it changes.',
    args: { input: t.arg({ type: CancelFlowInput, description: 'The handle.' }) },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => cancelFlow(deps, input, caller)),
  }),
)
