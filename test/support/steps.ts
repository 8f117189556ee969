import type { Letter } from './people.ts'
import type { Options, World } from './world.ts'

const flowFields = `flow { kind step email emailFixed codeOpen codeValidUntil earlierCodeValidUntil resendAt triesLeft
  accounts { id identifier } joinable { id } expiresAt }`
// Within `... on Refusal` every refusal may be spread, whichever union is answered.
const refusal = `__typename ... on Refusal { message
  ... on WrongStep { expected } ... on FlowClosed { closed: reason } ... on TooManyTries { retryAt }
  ... on SendRefused { retryAt } ... on EmailRefused { emailReason: reason meant: suggestion }
  ... on EmailQuestioned { suggestion filter noServer }
  ... on CodeRefused { reason triesLeft sentAgainAt } ... on PasswordRefused { unmet }
  ... on InputRefused { fields { field reason } } ... on SignInRefused { why: reason misses: triesLeft expiredAt }
  ... on Busy { retryAfterSeconds } }`

/** The steps of a migration as a partner's program calls them. Each gives back the union as it came. */
export function steps(w: World, options: Options = {}) {
  const api: World['api'] = (query, variables, more) => w.api(query, variables, { ...options, ...more })
  return {
    async signIn(letter: { identifier: string }, password: string, options: { flow?: string; from?: string } = {}) {
      const input = { identifier: letter.identifier, password, flow: options.flow ?? null }
      const from = options.from ? { from: options.from } : {}
      return (
        await api(
          `mutation ($input: SignInInput!) { signIn(input: $input) { ${refusal}
            ... on SignedIn { token account { id identifier } } ... on MigrationStarted { handle ${flowFields} } } }`,
          { input },
          from,
        )
      ).signIn
    },
    async start(letter: Letter, flow: string | null = null) {
      const input = { identifier: letter.identifier, issuedPassword: letter.issuedPassword, flow }
      return (
        await api(
          `mutation ($input: StartMigrationInput!) { startMigration(input: $input) { ${refusal}
            ... on MigrationStarted { handle ${flowFields} } } }`,
          { input },
        )
      ).startMigration
    },
    async chooseEmail(flow: string, email: string | null, confirmed = false) {
      return (
        await api(
          `mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { ${refusal}
            ... on CodeSent { ${flowFields} } } }`,
          { input: { flow, email, confirmed } },
        )
      ).chooseEmail
    },
    async resend(flow: string) {
      return (
        await api(
          `mutation ($input: ResendCodeInput!) { resendCode(input: $input) { ${refusal} ... on CodeSent { ${flowFields} } } }`,
          { input: { flow } },
        )
      ).resendCode
    },
    async verify(flow: string, code: string) {
      return (
        await api(
          `mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { ${refusal}
            ... on CodeVerified { ${flowFields} } ... on EmailChanged { account { identifier } } } }`,
          { input: { flow, code } },
        )
      ).verifyEmailCode
    },
    async setPassword(flow: string, password: string | null, more: object = {}) {
      return (
        await api(
          `mutation ($input: SetPasswordInput!) { setPassword(input: $input) { ${refusal}
            ... on PasswordSet { accounts { id identifier state } token } } }`,
          { input: { flow, password, confirmation: password, ...more } },
        )
      ).setPassword
    },
    async cancel(flow: string) {
      return (
        await api(
          `mutation ($input: CancelFlowInput!) { cancelFlow(input: $input) { ${refusal} ... on FlowCancelled { kind } } }`,
          {
            input: { flow },
          },
        )
      ).cancelFlow
    },
    async flow(flow: string) {
      return (
        await api(
          `query ($flow: String!) { flow(flow: $flow) { __typename ... on FlowClosed { reason message } ... on Flow {
            kind step email emailFixed codeOpen codeValidUntil earlierCodeValidUntil resendAt triesLeft codeLifespanMinutes
            codeSentAt owner { lastName } agency { name } account { identifier } accounts { id } joinable { id } expiresAt } } }`,
          { flow },
        )
      ).flow
    },
    async me(token: string) {
      return (
        await api(
          `{ me { account { id identifier state } owner { title lastName } agency { name phone } accounts { identifier state }
            sharingAccounts { id identifier } email emailRefused { at reason }
            passwordChangedAt previousSignInAt resetBlockedUntil
            sessions { id current device browser network lastUsedAt } } }`,
          {},
          { token },
        )
      ).me
    },
    async requestReset(identifier: string, email: string, from?: string) {
      return (
        await api(
          `mutation ($input: RequestResetInput!) { requestReset(input: $input) { ${refusal}
            ... on ResetRequested { handle ${flowFields} } } }`,
          { input: { identifier, email } },
          from ? { from } : {},
        )
      ).requestReset
    },
    async changeEmail(token: string, email: string, password: string, emailConfirmation = email, confirmed = false) {
      return (
        await api(
          `mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { ${refusal}
            ... on EmailChangeStarted { handle ${flowFields} } } }`,
          { input: { email, emailConfirmation, password, confirmed } },
          { token },
        )
      ).changeEmail
    },
    async changePassword(token: string, currentPassword: string, password: string) {
      return (
        await api(
          `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { ${refusal}
            ... on PasswordChanged { accounts { identifier } token } } }`,
          { input: { currentPassword, password, confirmation: password } },
          { token },
        )
      ).changePassword
    },
    async splitPassword(token: string, account: string, currentPassword: string, password: string) {
      return (
        await api(
          `mutation ($input: SplitPasswordInput!) { splitPassword(input: $input) { ${refusal}
            ... on PasswordSplit { account { identifier } token } } }`,
          { input: { account, currentPassword, password, confirmation: password } },
          { token },
        )
      ).splitPassword
    },
    async endSession(token: string, session: string | null) {
      return (
        await api(
          `mutation ($input: EndSessionInput!) { endSession(input: $input) { ${refusal} ... on SessionsEnded { count emailChangeEnded } } }`,
          { input: { session } },
          { token },
        )
      ).endSession
    },
    async freeze(link: string) {
      return (
        await api(
          `mutation ($input: FreezeInput!) { freeze(input: $input) { ${refusal} ... on Frozen { emailUndo } } }`,
          {
            input: { link },
          },
        )
      ).freeze
    },
    async signOut(token: string) {
      return (await api(`mutation { signOut { __typename ... on Refusal { message } } }`, {}, { token })).signOut
    },
  }
}

/** A whole migration of a letter's account to an address and a password. Gives back the session's token. */
export async function migrate(
  world: World,
  letter: Letter,
  email: string,
  password: string,
  options: Options = {},
): Promise<string> {
  const step = steps(world, options)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await world.codeSentTo(email))
  const set = await step.setPassword(handle, password)
  if (set.__typename !== 'PasswordSet') throw new Error(`the password was not set: ${JSON.stringify(set)}`)
  return set.token
}
