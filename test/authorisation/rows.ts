/**
 * Who gets what, field by field: the table that a new field must be entered in. What stands in a cell is what the field
 * answers: its type, with its reason where that tells something; « null »; or the HTTP status.
 */
export const callers = [
  /** No key, no session, a handle or link that nobody has. */
  'anonymous',
  /** Without a key: the session, handle or link of the owner, begun without a key. */
  'owner',
  /** Another owner's session; what else is named is the owner's. */
  'otherOwner',
  /** A live key of the agency, with the owner's session or handle that was begun with it. */
  'partner',
  /** A live key with every scope, of another agency, with the same session or handle. */
  'foreignPartner',
  /** A test key of the same partner, with the same session or handle. */
  'testKey',
  /** The same partner's live key, a day after its end. */
  'expiredKey',
  /** A live key of the agency and partner that has no scope for it. */
  'noScope',
] as const
export type CallerName = (typeof callers)[number]

type Cells = readonly [string, string, string, string, string, string, string, string]

const forAll = (type: string): Cells => [type, type, type, type, type, type, '401', type]
const byHandle = (type: string): Cells => {
  const gone = 'FlowClosed UNKNOWN'
  return [gone, type, gone, type, gone, gone, '401', 'NotAllowed']
}
const bySession = (owner: string, other = owner): Cells => {
  const out = 'NotSignedIn'
  return [out, owner, other, owner, out, out, '401', 'NotAllowed']
}
const forTestKeys = (type: string): Cells => {
  const no = 'NotAllowed'
  return [no, no, no, no, no, type, '401', no]
}
/** By what is typed: whoever knows it, of whatever program, but for a foreign agency and another realm. */
const bySecret = (type: string): Cells => {
  const wrong = 'SignInRefused WRONG'
  return [type, type, type, type, wrong, wrong, '401', 'NotAllowed']
}

const gone = 'FlowClosed UNKNOWN'
const asked = 'ResetRequested'

/** In the order they are asked: what ends something comes last. */
export const rootFields: Readonly<Record<string, Cells>> = {
  'Query.agency': forAll('Agency'),
  'Query.passwordPolicy': forAll('PasswordPolicy'),
  'Query.me': ['null', 'Me', 'Me', 'Me', 'null', 'null', '401', 'null'],
  // The foreign partner lists its own accounts, the test key those of its realm: nothing of the owner's.
  'Query.accounts': [
    'null',
    'null',
    'null',
    'AccountConnection',
    'AccountConnection',
    'AccountConnection',
    '401',
    'null',
  ],
  // The same; the key without the other scopes has this one.
  'Query.events': ['null', 'null', 'null', 'EventPage', 'EventPage', 'EventPage', '401', 'EventPage'],
  'Query.webhooks': ['null', 'null', 'null', '[]', '[]', '[]', '401', '[]'],
  'Query.flow': [gone, 'Flow', gone, 'Flow', gone, gone, '401', gone],
  'Subscription.flowUpdated': [gone, 'FlowUpdate', gone, 'FlowUpdate', gone, gone, '401', gone],
  'Query.sandbox': ['null', 'null', 'null', 'null', 'null', 'Sandbox', '401', 'null'],
  'Mutation.moveClock': forTestKeys('ClockMoved'),
  'Mutation.resetSandbox': forTestKeys('SandboxReset'),
  'Mutation.signIn': bySecret('SignedIn'),
  'Mutation.startMigration': bySecret('MigrationStarted'),
  // Neutral to everybody: what differs is that nothing is mailed.
  'Mutation.requestReset': [asked, asked, asked, asked, asked, asked, '401', 'NotAllowed'],
  'Mutation.chooseEmail': byHandle('CodeSent'),
  'Mutation.resendCode': byHandle('CodeSent'),
  'Mutation.verifyEmailCode': byHandle('CodeRefused WRONG'),
  'Mutation.setPassword': byHandle('PasswordSet'),
  'Mutation.cancelFlow': byHandle('FlowCancelled'),
  'Mutation.changePassword': bySession('SignInRefused WRONG'),
  'Mutation.splitPassword': bySession('PasswordSplit', 'InputRefused'),
  'Mutation.changeEmail': bySession('EmailChangeStarted'),
  'Mutation.cancelEmailChange': bySession('EmailChangeCancelled'),
  'Mutation.endSession': bySession('SessionsEnded'),
  'Mutation.cancelStaffAction': byHandle('StaffActionCancelled'),
  'Mutation.signOut': bySession('SignedOut'),
  'Mutation.freeze': byHandle('Frozen'),
}

/**
 * Every other type's fields, by what they are reached through: nothing else guards them, so whoever adds one says here
 * that whoever reaches it may read it.
 */
export const typeFields: Readonly<Record<string, { through: string; fields: string }>> = {
  Agency: {
    through: 'anybody',
    fields:
      'accent callPrice hostCompany hours key logo name phone portals postalAddress publicationDirector registration senderAddress',
  },
  PasswordPolicy: { through: 'anybody', fields: 'maxLength minLength passwordrules rules' },
  AccountConnection: { through: 'a key with READ_ACCOUNTS', fields: 'edges pageInfo totalCount' },
  AccountEdge: { through: 'a key with READ_ACCOUNTS', fields: 'cursor node' },
  AccountStatus: { through: 'a key with READ_ACCOUNTS', fields: 'agency identifier migratedAt state' },
  PageInfo: { through: 'a key with READ_ACCOUNTS', fields: 'endCursor hasNextPage hasPreviousPage startCursor' },
  EventPage: { through: 'a key with READ_EVENTS', fields: 'cursor events hasMore' },
  Webhook: { through: 'a key with READ_EVENTS', fields: 'deliveries failingSince state stop url' },
  WebhookDelivery: {
    through: 'a key with READ_EVENTS',
    fields: 'attempts event lastAnswer lastAttemptAt nextAttemptAt queuedAt state type',
  },
  AccountEvent: {
    through: 'a key with READ_EVENTS',
    fields: 'account agency at byThisPartner id sharing type',
  },
  Me: {
    through: 'a session',
    fields:
      'account accounts activities agency email emailRefused owner passwordChangedAt pendingEmailChange previousSignInAt resetBlockedUntil sessions sharingAccounts',
  },
  Account: { through: 'a session or a handle', fields: 'id identifier residence state' },
  Owner: { through: 'a session or a handle', fields: 'firstName lastName title' },
  Activity: { through: 'a session', fields: 'account at kind partner times' },
  PendingEmailChange: { through: 'a session', fields: 'email expiresAt startedAt' },
  RefusedEmail: { through: 'a session', fields: 'at reason' },
  Session: { through: 'a session', fields: 'browser createdAt current device id lastUsedAt network partner' },
  Flow: {
    through: 'a handle',
    fields:
      'account accounts agency codeLifespanMinutes codeOpen codeSentAt codeValidUntil delivery earlierCodeValidUntil email emailFixed expiresAt joinable kind owner resendAt step triesLeft',
  },
  FlowUpdate: { through: 'a handle', fields: 'codeValidUntil delivery expiresAt step' },
  Delivery: { through: 'a handle', fields: 'at by filter nextAttemptAt reason status' },
  CodeSent: { through: 'its mutation', fields: 'flow' },
  CodeVerified: { through: 'its mutation', fields: 'flow' },
  EmailChangeCancelled: { through: 'its mutation', fields: 'count' },
  EmailChangeStarted: { through: 'its mutation', fields: 'flow handle' },
  EmailChanged: { through: 'its mutation', fields: 'account' },
  FlowCancelled: { through: 'its mutation', fields: 'kind' },
  Frozen: { through: 'its mutation', fields: 'emailUndo' },
  MigrationStarted: { through: 'its mutation', fields: 'flow handle' },
  PasswordChanged: { through: 'its mutation', fields: 'accounts token' },
  PasswordSet: { through: 'its mutation', fields: 'accounts token' },
  PasswordSplit: { through: 'its mutation', fields: 'account token' },
  ResetRequested: { through: 'its mutation', fields: 'flow handle' },
  SessionsEnded: { through: 'its mutation', fields: 'count emailChangeEnded' },
  SignedIn: { through: 'its mutation', fields: 'account token' },
  SignedOut: { through: 'its mutation', fields: 'ok' },
  StaffActionCancelled: { through: 'its mutation', fields: 'kind' },
  Sandbox: { through: 'a test key', fields: 'accounts aheadSeconds mailbox now' },
  SandboxMail: { through: 'a test key', fields: 'at code delivery id identifier subject text to' },
  MagicAccount: { through: 'a test key', fields: 'email happens identifier password' },
  ClockMoved: { through: 'its mutation', fields: 'aheadSeconds now' },
  SandboxReset: { through: 'its mutation', fields: 'ok' },
  Busy: { through: 'a refusal', fields: 'message retryAfterSeconds' },
  CodeRefused: { through: 'a refusal', fields: 'message reason sentAgainAt triesLeft' },
  CursorRefused: { through: 'a refusal', fields: 'message reason' },
  EmailQuestioned: { through: 'a refusal', fields: 'filter message noServer suggestion' },
  EmailRefused: { through: 'a refusal', fields: 'message reason suggestion' },
  FlowClosed: { through: 'a refusal', fields: 'message reason' },
  IdempotencyRefused: { through: 'a refusal', fields: 'message reason' },
  InputFault: { through: 'a refusal', fields: 'field reason' },
  InputRefused: { through: 'a refusal', fields: 'fields message' },
  NotAllowed: { through: 'a refusal', fields: 'message' },
  NotSignedIn: { through: 'a refusal', fields: 'message' },
  PasswordRefused: { through: 'a refusal', fields: 'message unmet' },
  SendRefused: { through: 'a refusal', fields: 'message retryAt' },
  SignInRefused: { through: 'a refusal', fields: 'expiredAt message reason triesLeft' },
  TooManyTries: { through: 'a refusal', fields: 'message retryAt' },
  WrongStep: { through: 'a refusal', fields: 'expected message' },
}
