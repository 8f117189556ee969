import { type DocumentNode, type GraphQLInterfaceType, getNamedType, isUnionType, print } from 'graphql'
import { expect, test } from 'vitest'
import { AgencyQuery } from '../../client/agency.ts'
import { FlowQuery } from '../../client/flow.ts'
import { MeQuery } from '../../client/me.ts'
import { PasswordPolicyQuery } from '../../client/password-policy.ts'
import { SessionsQuery } from '../../client/sessions.ts'
import { schema } from '../../server/graphql/schema.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { ask, cancelLink, letterbox } from '../staff/support.ts'
import { statementsOf } from '../support/statements.ts'
import { browser, type Device, type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const fresh = 'marie@free.example'
const password = 'Tilleul-42-lampe'
const another = 'Bougie-17-rivage'

/** BEGIN and COMMIT included. An owner of two accounts, one key in the ring; the caller holds no device unless said. */
const steps: Record<string, number> = {
  cancelEmailChange: 10,
  cancelFlow: 6,
  cancelStaffAction: 14,
  changeEmail: 28,
  changePassword: 28,
  chooseEmail: 9,
  endSession: 9,
  freeze: 38,
  requestReset: 9,
  'requestReset, unknown': 9,
  resendCode: 8,
  'setPassword of a migration': 24,
  'setPassword of a reset': 27,
  signIn: 3,
  'signIn of a known device': 4,
  'signIn with an issued password': 13,
  'signIn, unknown': 3,
  'signIn, wrong': 3,
  signOut: 6,
  splitPassword: 32,
  startMigration: 13,
  verifyEmailCode: 2,
  'verifyEmailCode of a change': 24,
  'verifyEmailCode of a reset': 4,
  'verifyEmailCode of a reset, unknown': 8,
  'verifyEmailCode of a reset, wrong': 8,
  'verifyEmailCode, wrong': 5,
}

/** As the site's pages ask them, with everything they show. */
const questions: Record<string, number> = {
  agency: 2,
  flow: 5,
  'flow, code typed': 7,
  me: 9,
  'me, nobody': 1,
  passwordPolicy: 0,
  sessions: 6,
}

test('each step costs so many statements and no more', async () => {
  const w = await world()
  const cost = meter(w)
  const [flat, garage] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const typed = { identifier: 'A100', issuedPassword: flat.issuedPassword, flow: null }

  const cancelled = await cost('startMigration', typed)
  await cost('cancelFlow', { flow: cancelled.handle })
  const { handle: migration } = await cost('signIn with an issued password', {
    identifier: 'A100',
    password: flat.issuedPassword,
    flow: null,
  })
  await cost('chooseEmail', { flow: migration, email, confirmed: false })
  w.clock.forward({ minutes: 2 })
  await cost('resendCode', { flow: migration })
  await cost('verifyEmailCode, wrong', { flow: migration, code: '00000000' }, {}, 'CodeRefused')
  await cost('verifyEmailCode', { flow: migration, code: await w.codeSentTo(email) })
  await cost('setPassword of a migration', { flow: migration, password, confirmation: password, accounts: null })

  await cost('signIn', { identifier: 'A100', password, flow: null })
  await cost('signIn, wrong', { identifier: 'A100', password: another, flow: null }, {}, 'SignInRefused')
  await cost('signIn, unknown', { identifier: 'B100', password: another, flow: null }, {}, 'SignInRefused')
  const device = browser()
  await w.api(mutation('signIn'), { input: { identifier: 'A100', password, flow: null } }, { device })
  await cost('signIn of a known device', { identifier: 'A100', password, flow: null }, { device })

  w.clock.forward({ hours: 2 })
  const { handle: reset } = await cost('requestReset', { identifier: 'A100', email })
  const { handle: nobodys } = await cost('requestReset, unknown', { identifier: 'B100', email })
  await cost('verifyEmailCode of a reset, wrong', { flow: reset, code: '00000000' }, {}, 'CodeRefused')
  await cost('verifyEmailCode of a reset, unknown', { flow: nobodys, code: '00000000' }, {}, 'CodeRefused')
  await cost('verifyEmailCode of a reset', { flow: reset, code: await w.codeSentTo(email) })
  await cost('setPassword of a reset', { flow: reset, password: another, confirmation: another, accounts: null })

  const owner = { token: (await cost('signIn', { identifier: 'A100', password: another, flow: null })).token }
  w.clock.forward({ minutes: 2 })
  const change = { email: fresh, emailConfirmation: fresh, password: another, confirmed: true }
  await cost('changeEmail', change, owner)
  await cost('cancelEmailChange', null, owner)
  w.clock.forward({ minutes: 2 })
  const { handle: changed } = await cost('changeEmail', change, owner)
  await cost('verifyEmailCode of a change', { flow: changed, code: await w.codeSentTo(fresh) })
  const split = { account: garage?.accountId, currentPassword: another, password, confirmation: password }
  await cost('splitPassword', split, owner)
  const set = { currentPassword: another, password: 'Cerise-88-nuage', confirmation: 'Cerise-88-nuage' }
  const { token: newest } = await cost('changePassword', set, owner)
  await cost('endSession', { session: null }, { token: newest })
  await cost('signOut', null, { token: newest })
  await reissueAccount(w.deps, ask('A100'), letterbox())
  await cost('cancelStaffAction', { link: await cancelLink(w, fresh) })
  const link = w.mails.flatMap(({ text }) => /\/ce-n-est-pas-moi\/([\w-]+)/.exec(text)?.[1] ?? []).at(-1)
  await cost('freeze', { link })

  expect(cost.counts).toEqual(steps)
  const named = new Set(Object.keys(steps).map((name) => name.split(/[ ,]/)[0]))
  // No owner ever waits for what moves a sandbox.
  const unnamed = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !named.has(name))
  expect(unnamed).toEqual(['moveClock', 'resetSandbox'])
})

test('each page’s question costs so many statements and no more', async () => {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const counts: Record<string, number> = {}
  const ask = async (name: string, document: DocumentNode, variables: object, token?: string) => {
    const { answer, statements } = await statementsOf(() => w.api(print(document), variables, token ? { token } : {}))
    counts[name] = statements.length
    return answer
  }
  const started = await w.api(mutation('startMigration'), {
    input: { identifier: letter.identifier, issuedPassword: letter.issuedPassword, flow: null },
  })
  const flow = started.startMigration.handle
  await w.api(mutation('chooseEmail'), { input: { flow, email, confirmed: false } })
  expect((await ask('flow', FlowQuery, { flow })).flow.step).toBe('ENTER_CODE')
  await w.api(mutation('verifyEmailCode'), { input: { flow, code: await w.codeSentTo(email) } })
  expect((await ask('flow, code typed', FlowQuery, { flow })).flow.step).toBe('SET_PASSWORD')
  const set = await w.api(mutation('setPassword'), { input: { flow, password, confirmation: password } })
  const { token } = set.setPassword
  expect((await ask('me', MeQuery, {}, token)).me.email).toBe(email)
  expect((await ask('me, nobody', MeQuery, {}, `${token}x`)).me).toBeNull()
  expect((await ask('sessions', SessionsQuery, {}, token)).me.sessions).toHaveLength(1)
  expect((await ask('agency', AgencyQuery, { host: 'localhost' })).agency.name).toBeTruthy()
  await ask('passwordPolicy', PasswordPolicyQuery, {})
  expect(counts).toEqual(questions)
})

/** The bare step: what its answer asks further is the asker's own cost. */
function mutation(name: string): string {
  const field = schema.getMutationType()?.getFields()[name]
  const result = getNamedType(field?.type)
  if (!field || !isUnionType(result)) throw new Error(`no mutation ${name}`)
  const secrets = result.getTypes().flatMap((type) => {
    const held = ['token', 'handle'].filter((secret) => secret in type.getFields())
    return held.length > 0 ? `... on ${type.name} { ${held.join(' ')} }` : []
  })
  const [head, input] = field.args.length > 0 ? [`($input: ${field.args[0]?.type})`, '(input: $input)'] : ['', '']
  return `mutation ${head} { ${name}${input} { __typename ${secrets.join(' ')} } }`
}

/** Takes a step and notes what it cost; the first word of its name is the mutation. Refusals fail unless expected. */
function meter(w: World) {
  const counts: Record<string, number> = {}
  const cost = async (
    name: string,
    input: object | null,
    options: { token?: string; device?: Device } = {},
    expected?: string,
  ) => {
    const [step = ''] = name.split(/[ ,]/)
    const { answer, statements } = await statementsOf(() => w.api(mutation(step), input ? { input } : {}, options))
    const refusals = schema.getPossibleTypes(schema.getType('Refusal') as GraphQLInterfaceType).map((type) => type.name)
    const { __typename } = answer[step]
    if (expected) expect(__typename, name).toBe(expected)
    else expect(refusals, `${name}: ${JSON.stringify(answer)}`).not.toContain(__typename)
    counts[name] = statements.length
    return answer[step]
  }
  return Object.assign(cost, { counts })
}
