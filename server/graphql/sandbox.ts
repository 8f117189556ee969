import { identifierKey } from '../domain/identifier.ts'
import { greatestAheadDays, type ClockMoved as Moved, moveClock } from '../sandbox/move-clock.ts'
import { issuedPassword, magicPeople, ownPassword } from '../sandbox/people.ts'
import { type SandboxMail as Mail, mostMails, readMailbox } from '../sandbox/read-mailbox.ts'
import { resetSandbox } from '../sandbox/reset-sandbox.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { Delivery } from './delivery.ts'
import { forTestKeys } from './for-flows.ts'
import { Busy, InputRefused, onEveryMutation } from './refusals.ts'

const testKeyOnly = 'For test keys: `ck_test_…`; everybody else is answered NotAllowed.'

const SandboxMail = builder.objectRef<Mail>('SandboxMail').implement({
  description: 'A mail of the sandbox. It was sent to nobody.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When its mailbox took it, by the sandbox’s clock.' }),
    to: t.exposeString('to', { description: 'The address it went to.' }),
    identifier: t.exposeString('identifier', { description: 'The account it is about.' }),
    subject: t.exposeString('subject', { description: 'Its subject.' }),
    text: t.exposeString('text', { description: 'Its text, as its owner would read it.' }),
    code: t.exposeString('code', { nullable: true, description: 'The 8 digits it carries. Null: it carries no code.' }),
    delivery: t.expose('delivery', {
      type: Delivery,
      description: 'What became of it: HELD mail is here too, as if its owner had let it through.',
    }),
  }),
})

interface MagicAccount {
  identifier: string
  issued: boolean
  email: string | null
  happens: string
}

const MagicAccount = builder.objectRef<MagicAccount>('MagicAccount').implement({
  description: 'A magic identifier: an account of the sandbox, as it is after `resetSandbox`.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'What the letter says.' }),
    password: t.string({
      description: 'The password that opens it, or its migration: of the letter while it is ISSUED, the own one after.',
      resolve: ({ issued }) => (issued ? issuedPassword : ownPassword),
    }),
    email: t.exposeString('email', { nullable: true, description: 'The owner’s verified address. Null: none.' }),
    happens: t.exposeString('happens', { description: 'What happens with it, to the end.' }),
  }),
})

const Sandbox = builder.objectRef<{ aheadSeconds: number }>('Sandbox').implement({
  description:
    'The test mode of a partner: its own people, mails and clock. Nothing of it is real, and nothing real is in it.',
  fields: (t) => ({
    now: t.field({ type: 'DateTime', description: 'Its clock.', resolve: (_sandbox, _args, { now }) => now }),
    aheadSeconds: t.exposeInt('aheadSeconds', { description: 'How far its clock is ahead of the real one.' }),
    accounts: t.field({
      type: [MagicAccount],
      description: 'Its magic identifiers: each leads to one outcome.',
      resolve: () =>
        magicPeople.flatMap(({ accounts, email = null, happens }) =>
          accounts.map(([identifier, state]) => ({ identifier, issued: state === 'ISSUED', email, happens })),
        ),
    }),
    mailbox: t.field({
      type: [SandboxMail],
      description: 'The mails that were taken, the newest first.',
      args: {
        identifier: t.arg.string({ required: false, description: 'Only those about this account; null: of all.' }),
        email: t.arg.string({ required: false, description: 'Only those to this address; null: to any.' }),
        first: t.arg.int({ defaultValue: mostMails, description: `How many at most; never more than ${mostMails}.` }),
      },
      resolve: (_sandbox, { identifier, email = null, first }, { deps, caller }) =>
        readMailbox(deps, caller, {
          identifierKey: identifier == null ? null : (identifierKey(identifier) ?? ''),
          email,
          first,
        }),
    }),
  }),
})

builder.queryField('sandbox', (t) =>
  t.field({
    type: Sandbox,
    nullable: true,
    description: 'The sandbox of the test key that asks. Null for everybody else.',
    authScopes: { testMode: true },
    unauthorizedResolver: () => null,
    resolve: async (_root, _args, { deps, caller }) =>
      (await deps.db.sandbox.findUnique({ where: { realm: caller.realm } })) ?? { aheadSeconds: 0 },
  }),
)

const ClockMoved = builder.objectRef<Moved>('ClockMoved').implement({
  description: 'The clock of the sandbox is further ahead, and mail that fell due on the way is settled.',
  fields: (t) => ({
    now: t.expose('now', { type: 'DateTime', description: 'What it shows now.' }),
    aheadSeconds: t.exposeInt('aheadSeconds', { description: 'How far it is ahead of the real one, in all.' }),
  }),
})

const MoveClockInput = builder.inputType('MoveClockInput', {
  description: 'How far the clock goes on.',
  fields: (t) => ({
    seconds: t.int({
      description: `At least 1; in all at most ${greatestAheadDays} days ahead. It never goes back but by resetSandbox.`,
    }),
  }),
})

const MoveClockResult = builder.unionType('MoveClockResult', {
  description: 'What `moveClock` answers.',
  types: [ClockMoved, InputRefused, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('moveClock', (t) =>
  t.field({
    type: MoveClockResult,
    ...forTestKeys,
    description: `Moves the clock of the sandbox on: codes expire, limits forget, sessions end. Nobody else’s clock moves. ${testKeyOnly}`,
    args: { input: t.arg({ type: MoveClockInput, description: 'How far.' }) },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => moveClock(deps, input, caller)),
  }),
)

const SandboxReset = builder.objectRef<{ __typename: 'SandboxReset' }>('SandboxReset').implement({
  description: 'Everybody of the sandbox is as in its table again.',
  fields: (t) => ({ ok: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const ResetSandboxResult = builder.unionType('ResetSandboxResult', {
  description: 'What `resetSandbox` answers.',
  types: [SandboxReset, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('resetSandbox', (t) =>
  t.field({
    type: ResetSandboxResult,
    ...forTestKeys,
    description: `Makes everybody of the sandbox anew, empties its mailbox and puts its clock right; handles and tokens of before are unknown, every Idempotency-Key is new again. ${testKeyOnly}`,
    resolve: (_root, _args, { deps, caller }) => orBusy(() => resetSandbox(deps, caller)),
  }),
)
