import { expect, test } from 'vitest'
import { magicPeople, ownPassword } from '../../server/sandbox/people.ts'
import { password, sandboxWorld } from './support.ts'

type Sandbox = Awaited<ReturnType<typeof sandboxWorld>>

/** From a code in the mailbox to the session. */
async function finish({ step, code }: Sandbox, identifier: string, handle: string) {
  expect(await step.verify(handle, await code(identifier))).toMatchObject({ __typename: 'CodeVerified' })
  const set = await step.setPassword(handle, password)
  expect(set).toMatchObject({ __typename: 'PasswordSet', token: expect.stringMatching(/^cs_/) })
  expect(await step.signIn({ identifier }, password)).toMatchObject({ __typename: 'SignedIn' })
  return set
}

async function begin(s: Sandbox, identifier: string, email = 'odette@orange.example') {
  const { handle } = await s.start(identifier)
  return { handle, sent: await s.step.chooseEmail(handle, email, true) }
}

/** The mail to the first address is told as it says; with another address its owner gets through. */
async function elsewhere(s: Sandbox, identifier: string, told: object, refused = true) {
  const { handle } = await begin(s, identifier)
  expect(await s.delivery(handle)).toMatchObject(told)
  if (refused) expect(await s.mails(identifier)).toEqual([])
  expect(await s.step.chooseEmail(handle, 'autre@orange.example', true)).toMatchObject({ __typename: 'CodeSent' })
  expect(await s.delivery(handle)).toMatchObject({ status: 'ACCEPTED' })
  await finish(s, identifier, handle)
}

const outcomes: Record<string, (s: Sandbox) => Promise<unknown>> = {
  async 900001(s) {
    const { handle, sent } = await begin(s, '900001')
    expect(sent).toMatchObject({ __typename: 'CodeSent' })
    expect((await finish(s, '900001', handle)).accounts).toHaveLength(1)
  },
  async 900002(s) {
    const { handle } = await begin(s, '900002')
    const { accounts } = await finish(s, '900002', handle)
    expect(accounts.map(({ identifier }: { identifier: string }) => identifier)).toEqual(['900002', '900003', '900004'])
  },
  async 900005(s) {
    const { handle, flow } = await s.start('900005')
    expect(flow).toMatchObject({ emailFixed: true })
    await s.step.chooseEmail(handle, null)
    const { flow: verified } = await s.step.verify(handle, await s.code('900005'))
    const keepPasswordOf = verified.joinable[0].id
    expect(await s.step.setPassword(handle, null, { keepPasswordOf })).toMatchObject({ __typename: 'PasswordSet' })
    expect(await s.step.signIn({ identifier: '900005' }, ownPassword)).toMatchObject({ __typename: 'SignedIn' })
  },
  async 900007(s) {
    expect(await s.start('900007')).toMatchObject({ __typename: 'SignInRefused', why: 'ISSUED_EXPIRED' })
  },
  async 900011(s) {
    const { handle } = await begin(s, '900011')
    const late = await s.code('900011')
    expect(await s.step.verify(handle, late)).toMatchObject({ reason: 'EXPIRED', sentAgainAt: expect.any(String) })
    expect(await s.code('900011')).not.toBe(late)
    await finish(s, '900011', handle)
  },
  async 900012(s) {
    const { sent } = await begin(s, '900012')
    expect(sent).toMatchObject({ __typename: 'TooManyTries', retryAt: expect.any(String) })
  },
  async 900013(s) {
    const { handle, sent } = await begin(s, '900013')
    expect(sent).toMatchObject({ flow: { triesLeft: 2 } })
    const right = await s.code('900013')
    const wrong = right === '11111111' ? '22222222' : '11111111'
    expect(await s.step.verify(handle, wrong)).toMatchObject({ reason: 'WRONG', triesLeft: 1 })
    await s.step.verify(handle, wrong)
    expect(await s.step.verify(handle, right)).toMatchObject({ __typename: 'TooManyTries' })
  },
  async 900014(s) {
    const { sent } = await begin(s, '900014')
    expect(sent).toMatchObject({ __typename: 'SendRefused', retryAt: expect.any(String) })
    await s.forward(24 * 3600)
    const { handle } = await begin(s, '900014')
    await finish(s, '900014', handle)
  },
  900021: (s) => elsewhere(s, '900021', { status: 'REFUSED', reason: 'FULL', by: 'orange.example' }),
  900022: (s) => elsewhere(s, '900022', { status: 'REFUSED', reason: 'UNKNOWN' }),
  async 900023(s) {
    const { handle } = await begin(s, '900023')
    expect(await s.delivery(handle)).toMatchObject({ status: 'DELAYED', reason: 'GREYLISTED' })
    await s.forward(59)
    expect(await s.delivery(handle)).toMatchObject({ status: 'DELAYED', reason: 'GREYLISTED' })
    await s.forward(1)
    expect(await s.delivery(handle)).toMatchObject({ status: 'ACCEPTED' })
    await finish(s, '900023', handle)
  },
  900024: (s) => elsewhere(s, '900024', { status: 'HELD', filter: 'MailInBlack' }, false),
  async 900025(s) {
    const { handle } = await begin(s, '900025')
    expect(await s.delivery(handle)).toMatchObject({ status: 'ACCEPTED' })
    await s.forward(120)
    expect(await s.delivery(handle)).toMatchObject({ status: 'REFUSED', reason: 'UNKNOWN' })
    await s.step.chooseEmail(handle, 'autre@orange.example', true)
    await s.forward(600)
    expect(await s.delivery(handle)).toMatchObject({ status: 'ACCEPTED' })
    await finish(s, '900025', handle)
  },
  900026: (s) => elsewhere(s, '900026', { status: 'REFUSED', reason: 'CLOSED' }),
  async 900027(s) {
    const { handle } = await begin(s, '900027')
    expect(await s.delivery(handle)).toMatchObject({ status: 'DELAYED', reason: 'UNREACHABLE', by: null })
    await s.forward(40)
    expect(await s.delivery(handle)).toMatchObject({ status: 'ACCEPTED' })
    await finish(s, '900027', handle)
  },
  900028: (s) => elsewhere(s, '900028', { status: 'REFUSED', reason: 'FILTERED' }),
  async 900031(s) {
    expect(await s.start('900031')).toMatchObject({ __typename: 'TooManyTries', retryAt: expect.any(String) })
    await s.forward(24 * 3600)
    expect(await s.start('900031')).toMatchObject({ __typename: 'MigrationStarted' })
  },
  async 900032(s) {
    expect(await s.start('900032')).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
    expect(await s.step.signIn({ identifier: '900032' }, ownPassword)).toMatchObject({ __typename: 'SignedIn' })
  },
  async 900033(s) {
    expect(await s.step.signIn({ identifier: '900033' }, ownPassword)).toMatchObject({ why: 'FROZEN' })
    expect(await s.step.signIn({ identifier: '900033' }, 'Autre-Chose-12')).toMatchObject({ why: 'WRONG' })
  },
  async 900034(s) {
    expect(await s.step.signIn({ identifier: '900034' }, ownPassword)).toMatchObject({ why: 'WRONG' })
  },
  async 900041(s) {
    const { token } = await s.step.signIn({ identifier: '900041' }, ownPassword)
    expect((await s.step.me(token)).sharingAccounts).toHaveLength(2)
  },
  async 900043(s) {
    await resetPassword(s, '900043', 'couple@bac-a-sable.example')
    expect(await s.step.signIn({ identifier: '900044' }, ownPassword)).toMatchObject({ __typename: 'SignedIn' })
  },
  900044: (s) => resetPassword(s, '900044', 'couple@bac-a-sable.example'),
  async 900045(s) {
    await unansweredReset(s, '900045')
    await s.forward(24 * 3600)
    await resetPassword(s, '900045')
  },
  async 900046(s) {
    await unansweredReset(s, '900046')
    await s.forward(7 * 24 * 3600)
    await resetPassword(s, '900046')
  },
  async 900047(s) {
    const { token } = await s.step.signIn({ identifier: '900047' }, ownPassword)
    expect((await s.step.me(token)).emailRefused).toMatchObject({ reason: 'UNKNOWN' })
  },
  async 900048(s) {
    const { token } = await s.step.signIn({ identifier: '900048' }, ownPassword)
    const { handle } = await s.step.changeEmail(token, 'pleine@orange.example', ownPassword, undefined, true)
    expect(await s.delivery(handle)).toMatchObject({ status: 'REFUSED', reason: 'FULL' })
    const again = await s.step.changeEmail(token, 'vide@orange.example', ownPassword, undefined, true)
    expect(await s.delivery(again.handle)).toMatchObject({ status: 'REFUSED', reason: 'FULL' })
  },
}

async function resetPassword(s: Sandbox, identifier: string, email = `${identifier}@bac-a-sable.example`) {
  const { handle } = await s.step.requestReset(identifier, email)
  expect(await s.step.verify(handle, await s.code(identifier))).toMatchObject({ __typename: 'CodeVerified' })
  expect(await s.step.setPassword(handle, password)).toMatchObject({ __typename: 'PasswordSet', token: null })
  expect(await s.step.signIn({ identifier }, password)).toMatchObject({ __typename: 'SignedIn' })
}

/** Answered as any other, and no code comes. */
async function unansweredReset(s: Sandbox, identifier: string) {
  const asked = await s.step.requestReset(identifier, `${identifier}@bac-a-sable.example`)
  expect(asked).toMatchObject({ __typename: 'ResetRequested', flow: { step: 'ENTER_CODE' } })
  expect(await s.mails(identifier)).toEqual([])
}

test('every magic identifier is walked to its end', () => {
  expect(Object.keys(outcomes).toSorted()).toEqual(magicPeople.map(({ accounts: [first] }) => first?.[0]).toSorted())
})

const tens = [...new Set(Object.keys(outcomes).map((identifier) => identifier.slice(0, 5)))]

test.each(tens)('%s…', async (ten) => {
  const s = await sandboxWorld()
  for (const [identifier, walk] of Object.entries(outcomes)) {
    if (!identifier.startsWith(ten)) continue
    await walk(s)
    const { sandbox } = await s.api('{ sandbox { aheadSeconds } }')
    if (sandbox.aheadSeconds > 0) expect(await s.reset(), identifier).toEqual({ __typename: 'SandboxReset' })
  }
  // Whatever became of them, nothing left, and nothing came to be where people are real.
  await s.w.deliver()
  expect(s.w.mails).toEqual([])
  expect(await s.w.deps.db.message.count({ where: { realm: 'live' } })).toBe(0)
})
