// A partner's program, from the printed letter to the open client area, in plain GraphQL over HTTP and nothing else.
// Read it as a guide: each step says what a program must know. Only `codeInTheMail` stands for a person.
import { expect, test } from 'vitest'
import { type World, world } from '../support/world.ts'
import { production, wire } from './wire.ts'

test('a partner’s program carries an owner from the letter to an open client area', async () => {
  const w = await world()
  const [flat, garage] = await w.people.owner({ lastName: 'Durand', identifiers: ['012345', 'G-0077'] })
  const ask = programOf(w)

  // 1. What a password must meet is asked, never copied: the judge, the page and your form then say the same.
  const { passwordPolicy } = await ask('{ passwordPolicy { minLength maxLength rules passwordrules } }')
  expect(passwordPolicy).toMatchObject({ minLength: 8, maxLength: 128 })

  // 2. One form serves everybody: `signIn` takes an own password or the one of the letter, and says by its type which
  //    it was. Always select `... on Refusal { message }`: new refusals may join a union, and they still read.
  const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) {
    __typename
    ... on SignedIn { token account { identifier } }
    ... on MigrationStarted { handle flow { step emailFixed owner { title lastName } accounts { id } expiresAt } }
    ... on SignInRefused { reason triesLeft }
    ... on Refusal { message } } }`
  const mistyped = await ask(signIn, { identifier: 'o1-2345', password: 'KXQ7-000O' })
  expect(mistyped.signIn).toEqual({
    __typename: 'SignInRefused',
    reason: 'WRONG',
    triesLeft: null,
    message: 'L’identifiant ou le mot de passe ne correspond pas.',
  })
  // Case, spaces and hyphens do not matter, O is read as 0, I and L as 1: send what was typed, do not mend it yourself.
  const { signIn: started } = await ask(signIn, {
    identifier: ' o1-2345 ',
    password: flat.issuedPassword.replace('-', ' '),
  })
  expect(started).toMatchObject({
    __typename: 'MigrationStarted',
    flow: { step: 'CHOOSE_EMAIL', emailFixed: false, owner: { title: 'Mme', lastName: 'Durand' }, accounts: [] },
  })
  // 3. The handle is the journey: keep it where this owner alone reaches it (a cookie, never an address). Whoever
  //    holds it may go on; the letter alone starts again, so that its thief cannot finish what the owner proved.
  const flow: string = started.handle

  // 4. The address. What a hand mistypes is repaired (a comma, a full-width @); what cannot be one is told why.
  const chooseEmail = `mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) {
    __typename
    ... on CodeSent { flow { step email codeValidUntil resendAt triesLeft } }
    ... on EmailRefused { reason }
    ... on Refusal { message } } }`
  const cut = await ask(chooseEmail, { flow, email: 'marie.durand' })
  expect(cut.chooseEmail).toMatchObject({ __typename: 'EmailRefused', reason: 'NO_AT' })
  const { chooseEmail: sent } = await ask(chooseEmail, { flow, email: 'marie.durand@orange,example' })
  // Print `codeValidUntil`: the mail prints the same instant. The code never works for less long, sometimes longer.
  expect(sent.flow).toEqual({
    step: 'ENTER_CODE',
    email: 'marie.durand@orange.example',
    codeValidUntil: '2026-11-22T13:35:00.000Z',
    resendAt: '2026-11-22T13:06:00.000Z',
    triesLeft: 5,
  })

  // 5. Your program may die here: the state is in the database, and the handle asks where it stands.
  const where = `query ($flow: String!) { flow(flow: $flow) {
    __typename ... on Flow { step codeOpen } ... on FlowClosed { reason message } } }`
  expect((await ask(where, { flow })).flow).toEqual({ __typename: 'Flow', step: 'ENTER_CODE', codeOpen: true })

  // 6. The code. Pass on what was typed or pasted: spaces, hyphens, the sentence around it.
  const verify = `mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) {
    __typename
    ... on CodeVerified { flow { step accounts { id identifier } joinable { id } } }
    ... on CodeRefused { reason triesLeft sentAgainAt }
    ... on Refusal { message } } }`
  const short = await ask(verify, { flow, code: '8699127' })
  expect(short.verifyEmailCode).toMatchObject({ reason: 'MALFORMED', triesLeft: 5 })
  const code = await codeInTheMail(w, 'marie.durand@orange.example')
  const other = await ask(verify, { flow, code: code === '00000000' ? '11111111' : '00000000' })
  // A wrong one is counted on the codes and on the account, for good: tell how many tries are left.
  expect(other.verifyEmailCode).toMatchObject({ reason: 'WRONG', triesLeft: 4, message: 'Ce code n’est pas le bon.' })
  const { verifyEmailCode: verified } = await ask(verify, {
    flow,
    code: `Votre code : ${code.slice(0, 4)}-${code.slice(4)}`,
  })
  // 7. Only now are the owner's other accounts told: the same password will serve for those that stay ticked.
  expect(verified.flow).toMatchObject({ step: 'SET_PASSWORD', joinable: [] })
  expect(verified.flow.accounts.map(({ identifier }: { identifier: string }) => identifier)).toEqual([
    '012345',
    'G-0077',
  ])

  // 8. The password. All unmet rules come at once; the API compares the confirmation too.
  const setPassword = `mutation ($input: SetPasswordInput!) { setPassword(input: $input) {
    __typename
    ... on PasswordSet { token accounts { identifier state } }
    ... on PasswordRefused { unmet }
    ... on FlowClosed { reason }
    ... on Refusal { message } } }`
  const weak = await ask(setPassword, { flow, password: 'durand1', confirmation: 'durand2' })
  expect(weak.setPassword.unmet).toEqual([
    'MIN_LENGTH',
    'UPPERCASE',
    'NOT_COMMON',
    'NOT_PERSONAL',
    'MATCHES_CONFIRMATION',
  ])
  const password = 'Tilleul-42-lampe'
  const set = { flow, password, confirmation: password, accounts: [garage?.accountId] }
  const { setPassword: done } = await ask(setPassword, set)
  expect(done).toMatchObject({
    __typename: 'PasswordSet',
    accounts: [
      { identifier: '012345', state: 'ACTIVE' },
      { identifier: 'G-0077', state: 'ACTIVE' },
    ],
  })
  // A repeated request is harmless: the flow says that it is over.
  expect((await ask(setPassword, set)).setPassword).toMatchObject({ __typename: 'FlowClosed', reason: 'COMPLETED' })

  // 9. The session is a bearer token, shown once. `/graphql` reads no cookie.
  const me = '{ me { email account { identifier } sharingAccounts { identifier } agency { name phone } } }'
  expect((await ask(me, null, done.token)).me).toMatchObject({
    email: 'marie.durand@orange.example',
    account: { identifier: '012345' },
    sharingAccounts: [{ identifier: '012345' }, { identifier: 'G-0077' }],
    agency: { name: 'Cabinet des Tilleuls' },
  })
  expect((await ask('mutation { signOut { __typename } }', null, done.token)).signOut).toEqual({
    __typename: 'SignedOut',
  })
  expect((await ask(me, null, done.token)).me).toBeNull()

  // 10. From now on: the same identifiers, the new password. The letters open nothing any more.
  expect((await ask(signIn, { identifier: 'g0077', password })).signIn).toMatchObject({
    __typename: 'SignedIn',
    account: { identifier: 'G-0077' },
  })
  expect((await ask(signIn, { identifier: '012345', password: flat.issuedPassword })).signIn).toMatchObject({
    __typename: 'SignInRefused',
    reason: 'WRONG',
  })
})

/** POST, JSON, one mutation a request, the token in its header: all that a client must do. */
function programOf(w: World) {
  const api = wire(w, production(w))
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the story's to look into
  return async (query: string, values: object | null = null, token?: string): Promise<any> => {
    const variables = query.includes('$input') ? { input: values } : (values ?? {})
    const answer = await api.post({ query, variables }, token ? { authorization: `Bearer ${token}` } : {})
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json.errors, answer.text).toBeUndefined()
    return answer.json.data
  }
}

/** The owner opens their mailbox. */
const codeInTheMail = (w: World, address: string) => w.codeSentTo(address)
