import { messageOf } from '../domain/refusal-words.ts'
import type * as domain from '../domain/refusals.ts'
import { defaultRules } from '../domain/rules.ts'
import { builder } from './builder.ts'
import { PasswordRule } from './password-policy.ts'
import { FlowStep } from './steps.ts'

/** An expected "no". Every refusal type below implements it; the machine reads the fields, a person the message. */
export const Refusal = builder.interfaceRef<domain.Refusal>('Refusal').implement({
  description: 'An expected "no", answered with HTTP 200. Always select `... on Refusal { message }`.',
  fields: (t) => ({
    message: t.string({
      description: 'One sentence for a person, in French or English by Accept-Language. Never parse it.',
      resolve: (refusal, _args, context) => messageOf(refusal, context.locale),
    }),
  }),
})

const interfaces = [Refusal]

const SignInReason = builder.enumType('SignInReason', {
  description: 'Why a sign-in was refused.',
  values: {
    WRONG: { description: 'The identifier and the secret do not go together. The same for unknown identifiers.' },
    ISSUED_EXPIRED: { description: 'The right issued password, past its expiry: the service sends a new letter.' },
    FROZEN: { description: 'The right secret of an account that is frozen: the service thaws it.' },
  } satisfies Record<(typeof domain.signInReasons)[number], object>,
})

export const SignInRefused = builder.objectRef<domain.SignInRefused>('SignInRefused').implement({
  description: 'The identifier and secret open nothing.',
  interfaces,
  fields: (t) => ({
    reason: t.expose('reason', { type: SignInReason, description: 'Why. Only WRONG before the right secret.' }),
    triesLeft: t.exposeInt('triesLeft', {
      nullable: true,
      description: 'Free tries left on this identifier from this network; null: not told yet (before the third miss).',
    }),
    expiredAt: t.expose('expiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'ISSUED_EXPIRED: since when. Null otherwise.',
    }),
  }),
})

export const TooManyTries = builder.objectRef<domain.TooManyTries>('TooManyTries').implement({
  description: 'A limit on tries is reached. Nothing was compared; even the right secret or code is refused.',
  interfaces,
  fields: (t) => ({
    retryAt: t.expose('retryAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When trying makes sense again; null: only the service can help.',
    }),
  }),
})

const CodeReason = builder.enumType('CodeReason', {
  description: 'Why a code was refused.',
  values: {
    WRONG: { description: 'Not a live code of this flow and address. Counted on the set of codes and on the account.' },
    EXPIRED: { description: 'A code of this flow, too late. Not counted.' },
    MALFORMED: { description: 'Not 8 digits. Not counted.' },
  } satisfies Record<(typeof domain.codeReasons)[number], object>,
})

export const CodeRefused = builder.objectRef<domain.CodeRefused>('CodeRefused').implement({
  description: 'The code opens nothing.',
  interfaces,
  fields: (t) => ({
    reason: t.expose('reason', { type: CodeReason, description: 'Why.' }),
    triesLeft: t.exposeInt('triesLeft', {
      description: 'Tries left on the live codes or on the account, the smaller. 0: ask for a new code.',
    }),
    sentAgainAt: t.expose('sentAgainAt', {
      type: 'DateTime',
      nullable: true,
      description: 'EXPIRED: when a new code was sent by itself (the first time in a flow); null: none was.',
    }),
  }),
})

export const SendRefused = builder.objectRef<domain.SendRefused>('SendRefused').implement({
  description: 'No code was sent: one left a moment ago, or the sends of this hour or day are spent.',
  interfaces,
  fields: (t) => ({
    retryAt: t.expose('retryAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a code can be asked for again; null: only the service can help.',
    }),
  }),
})

export const PasswordRefused = builder.objectRef<domain.PasswordRefused>('PasswordRefused').implement({
  description: 'The new password was not set. Nothing changed.',
  interfaces,
  fields: (t) => ({
    unmet: t.expose('unmet', { type: [PasswordRule], description: 'The rules it does not meet, in the order shown.' }),
  }),
})

const FlowClosedReason = builder.enumType('FlowClosedReason', {
  description: 'How a flow ended.',
  values: {
    COMPLETED: { description: 'Its journey was finished.' },
    CANCELLED: { description: 'Its caller cancelled it.' },
    SUPERSEDED: { description: 'A newer flow of the same account took its place, or the account changed meanwhile.' },
    EXPIRED: { description: 'Its time is over.' },
    UNKNOWN: { description: 'No flow has this handle.' },
  } satisfies Record<(typeof domain.closedReasons)[number], object>,
})

export const FlowClosed = builder.objectRef<domain.FlowClosed>('FlowClosed').implement({
  description: 'The flow of this handle is over: start again from sign-in.',
  interfaces,
  fields: (t) => ({ reason: t.expose('reason', { type: FlowClosedReason, description: 'How it ended.' }) }),
})

export const WrongStep = builder.objectRef<domain.WrongStep>('WrongStep').implement({
  description: 'The flow stands at another step. Nothing changed; a repeated request ends here harmlessly.',
  interfaces,
  fields: (t) => ({ expected: t.expose('expected', { type: FlowStep, description: 'The step it stands at.' }) }),
})

export const NotSignedIn = builder.objectRef<domain.NotSignedIn>('NotSignedIn').implement({
  description: 'No live session belongs to this bearer token.',
  interfaces,
})

const InputReason = builder.enumType('InputReason', {
  description: 'What is wrong with a field.',
  values: {
    REQUIRED: { description: 'It is empty.' },
    TOO_LONG: { description: 'It is longer than anything that could be meant.' },
    MALFORMED: { description: 'It holds characters that cannot be part of it.' },
    UNKNOWN: { description: 'It names something that is not there for this caller.' },
  } satisfies Record<(typeof domain.inputReasons)[number], object>,
})

const InputFault = builder.objectRef<domain.InputFault>('InputFault').implement({
  description: 'One field of the input and what is wrong with it.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The name of the input field.' }),
    reason: t.expose('reason', { type: InputReason, description: 'What is wrong.' }),
  }),
})

export const InputRefused = builder.objectRef<domain.InputRefused>('InputRefused').implement({
  description: 'The input cannot be acted on. Nothing was counted or changed.',
  interfaces,
  fields: (t) => ({ fields: t.expose('fields', { type: [InputFault], description: 'Each faulty field.' }) }),
})

export const Busy = builder.objectRef<domain.Busy>('Busy').implement({
  description: 'More is asked than can be done now. Nothing was looked up, counted or changed.',
  interfaces,
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: 'Whole seconds to wait before trying again.' }),
  }),
})

export const NotAllowed = builder.objectRef<domain.NotAllowed>('NotAllowed').implement({
  description: 'The partner’s key has no scope for this. Nothing was looked up, counted or changed.',
  interfaces,
})

const IdempotencyReason = builder.enumType('IdempotencyReason', {
  description: 'Why an `Idempotency-Key` was refused.',
  values: {
    OTHER_REQUEST: { description: 'It was used for another request: another document or other variables.' },
    SECRET_OVER: {
      description: `The same request was carried out; its answer holds a token or a handle, given again for ${defaultRules.repeatedSecretMinutes} minutes only.`,
    },
    MALFORMED: { description: 'Not 16 to 255 visible characters of ASCII, quoted or not.' },
  } satisfies Record<(typeof domain.idempotencyReasons)[number], object>,
})

export const IdempotencyRefused = builder.objectRef<domain.IdempotencyRefused>('IdempotencyRefused').implement({
  description: 'The header `Idempotency-Key` cannot be gone by. This request changed nothing.',
  interfaces,
  fields: (t) => ({ reason: t.expose('reason', { type: IdempotencyReason, description: 'Why.' }) }),
})

/** What any mutation may answer, whatever it does. */
export const onEveryMutation = [NotAllowed, IdempotencyRefused] as const
