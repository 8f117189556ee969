import { isSetOpen, openCodes } from '../domain/code-life.ts'
import { resendFrom } from '../domain/decide-send.ts'
import { maskEmail } from '../domain/email-address.ts'
import { currentStep, judgeOpen } from '../domain/flow.ts'
import { defaultRules } from '../domain/rules.ts'
import { toldUntil } from '../domain/told-delivery.ts'
import { readFlow } from '../flows/parts/lock.ts'
import { Account, Owner } from './account.ts'
import { Agency } from './agency.ts'
import { builder } from './builder.ts'
import { FlowClosed } from './refusals.ts'
import { FlowKind, FlowStep } from './steps.ts'

export const Flow = builder.prismaObject('Flow', {
  description: 'A journey under way, as its handle sees it.',
  select: {
    id: true,
    kind: true,
    step: true,
    accountId: true,
    email: true,
    emailTyped: true,
    emailFixed: true,
    codeSet: true,
    triesAllowed: true,
    triesSpent: true,
    lateResentAt: true,
    verifiedAt: true,
    expiresAt: true,
    endedAt: true,
    end: true,
    codes: true,
  },
  // No `t.expose`: it asks for its column once more, and a flow that a step or `flow` holds already would be read again.
  fields: (t) => ({
    kind: t.field({ type: FlowKind, description: 'Which journey.', resolve: ({ kind }) => kind }),
    step: t.field({
      type: FlowStep,
      description: `What it waits for. A typed code serves for ${defaultRules.verifiedLifespanMinutes} minutes, then it stands at ENTER_CODE again.`,
      resolve: (flow, _args, { deps, now }) => currentStep(flow, deps.settings.rules, now),
    }),
    owner: t.prismaField({
      type: Owner,
      nullable: true,
      description: 'Whose it is. Null in a RESET.',
      resolve: (query, flow, _args, { deps }) =>
        flow.kind === 'RESET' || !flow.accountId
          ? null
          : deps.db.owner.findFirst({ ...query, where: { accounts: { some: { id: flow.accountId } } } }),
    }),
    account: t.prismaField({
      type: Account,
      nullable: true,
      description: 'The account it began with. Null in a RESET.',
      resolve: (query, flow, _args, { deps }) =>
        flow.kind === 'RESET' || !flow.accountId
          ? null
          : deps.db.account.findUnique({ ...query, where: { id: flow.accountId } }),
    }),
    agency: t.prismaField({
      type: Agency,
      nullable: true,
      description: 'The agency of its owner, whose name its mails bear. Null in a RESET.',
      resolve: (query, flow, _args, { deps }) =>
        flow.kind === 'RESET' || !flow.accountId
          ? null
          : deps.db.agency.findFirst({
              ...query,
              where: { owners: { some: { accounts: { some: { id: flow.accountId } } } } },
            }),
    }),
    email: t.string({
      nullable: true,
      description:
        'Where codes go: in full for the handle that typed it, masked (m•••@orange.fr) while it is proposed or when it is the verified one. Null: none yet.',
      resolve: ({ email, emailTyped }) => (email && !emailTyped ? maskEmail(email) : email),
    }),
    emailFixed: t.boolean({
      description: 'True: codes go to the owner’s verified address only, and `chooseEmail` takes `email: null`.',
      resolve: ({ emailFixed }) => emailFixed,
    }),
    codeOpen: t.boolean({
      description: 'True while a code that was sent can be tried.',
      resolve: (flow) => isSetOpen(flow) && openCodes(flow, flow.codes).length > 0,
    }),
    codeValidUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the newest code is promised to work, as page and mail print it. Null: no open code.',
      resolve: (flow, _args, { deps }) => {
        const [code] = openCodes(flow, flow.codes)
        return code ? toldUntil(flow, code, deps.settings.rules) : null
      },
    }),
    earlierCodeValidUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the code before it still works too. Null: there is none, or its time is over.',
      resolve: (flow, _args, { deps, now }) => {
        const code = openCodes(flow, flow.codes)[1]
        const until = code && toldUntil(flow, code, deps.settings.rules)
        return until && until >= now ? until : null
      },
    }),
    codeLifespanMinutes: t.int({
      description: 'How long a code of this flow lives, in minutes.',
      resolve: ({ kind }, _args, { deps }) => deps.settings.rules.codeLifespanMinutes[kind],
    }),
    codeSentAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the newest code was asked for. Null: none was.',
      resolve: (flow) => openCodes(flow, flow.codes)[0]?.issuedAt ?? null,
    }),
    resendAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'From when `resendCode` sends again; may be past. Null: no code was sent to this address.',
      resolve: (flow, _args, { deps }) => resendFrom(flow, flow.codes, deps.settings.rules),
    }),
    triesLeft: t.int({
      nullable: true,
      description: 'Tries left on the open codes; the account’s own budget may be smaller. Null: no open code.',
      resolve: (flow) => (isSetOpen(flow) ? flow.triesAllowed - flow.triesSpent : null),
    }),
    accounts: t.prismaField({
      type: [Account],
      description:
        'Once the code is typed: this account first, then in a MIGRATION the owner’s other ISSUED accounts, in a RESET those that share the password. Empty before.',
      resolve: async (query, flow, _args, { deps, now }) => {
        if (!flow.accountId || currentStep(flow, deps.settings.rules, now) !== 'SET_PASSWORD') return []
        const { accountId } = flow
        const accounts = await deps.db.account.findMany({
          ...query,
          where:
            flow.kind === 'RESET'
              ? { credential: { accounts: { some: { id: accountId } } }, state: 'ACTIVE' }
              : { owner: { accounts: { some: { id: accountId } } }, state: 'ISSUED' },
          orderBy: { identifierKey: 'asc' },
        })
        return [...accounts.filter(({ id }) => id === accountId), ...accounts.filter(({ id }) => id !== accountId)]
      },
    }),
    joinable: t.prismaField({
      type: [Account],
      description:
        'Once the code is typed: accounts whose password may be kept for this one (`setPassword { keepPasswordOf }`). Empty for most.',
      resolve: (query, flow, _args, { deps, now }) => {
        if (flow.kind !== 'MIGRATION' || !flow.accountId || !flow.email) return []
        if (currentStep(flow, deps.settings.rules, now) !== 'SET_PASSWORD') return []
        return deps.db.account.findMany({
          ...query,
          where: {
            owner: { accounts: { some: { id: flow.accountId } } },
            state: 'ACTIVE',
            credential: { email: flow.email },
          },
          orderBy: { identifierKey: 'asc' },
        })
      },
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the flow ends if nothing happens.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
})

const FlowResult = builder.unionType('FlowResult', {
  description: 'The flow of a handle, or how it ended.',
  types: [Flow, FlowClosed],
  resolveType: (value) => ('reason' in value ? 'FlowClosed' : 'Flow'),
})

builder.queryField('flow', (t) =>
  t.field({
    type: FlowResult,
    authScopes: { flows: true },
    unauthorizedResolver: () => ({ __typename: 'FlowClosed' as const, reason: 'UNKNOWN' as const }),
    description: 'Where a flow stands. For whoever holds its handle.',
    args: { flow: t.arg.string({ required: true, description: 'The handle that its start returned.' }) },
    resolve: async (_root, args, { deps, caller, now }) => {
      const flow = await readFlow(deps.db, args.flow, caller)
      return judgeOpen(flow, now) ?? flow ?? { __typename: 'FlowClosed' as const, reason: 'UNKNOWN' as const }
    },
  }),
)
