import { ChooseEmail } from 'connexion/client/choose-email'
import { SetPassword } from 'connexion/client/set-password'
import { StartMigration } from 'connexion/client/start-migration'
import { VerifyEmailCode } from 'connexion/client/verify-email-code'
import { startMockServer } from 'connexion/mocks/node'
import { expect, onTestFinished, test } from 'vitest'
import { clientOf, send } from './api.ts'

const url = 'https://syndic.example/graphql'
const key = 'ck_live_mock'
const password = 'Tilleul-42-lampe'

function begin(scenario: 'three-accounts' | 'fresh-owner') {
  const { mock, close } = startMockServer({ url, scenario })
  onTestFinished(close)
  const { identifier, password: issuedPassword } = mock.start
  return { mock, client: clientOf(url), letter: { input: { identifier, issuedPassword } } }
}

test('every step is sent twice, as when an answer was lost, and happens once', async () => {
  const { mock, client, letter } = begin('three-accounts')
  const twice: typeof send = async (sender, _by, document, variables) => {
    const by = { key, repeat: crypto.randomUUID() }
    const [heard, again] = [await send(sender, by, document, variables), await send(sender, by, document, variables)]
    expect(again).toEqual(heard)
    return again
  }
  const by = { key, repeat: '' }
  const { startMigration } = await twice(client, by, StartMigration, letter)
  if (startMigration.__typename !== 'MigrationStarted') throw new Error(startMigration.__typename)
  const flow = startMigration.handle
  await twice(client, by, ChooseEmail, { input: { flow, email: 'marie.durand@example.net' } })
  expect(mock.inbox.to('marie.durand@example.net')).toHaveLength(1)
  await twice(client, by, VerifyEmailCode, { input: { flow, code: mock.inbox.code() } })
  const chosen = { input: { flow, password, confirmation: password } }
  const { setPassword } = await twice(client, by, SetPassword, chosen)
  expect(setPassword).toMatchObject({ __typename: 'PasswordSet', accounts: [{}, {}, {}] })
  expect(mock.state.sessions).toHaveLength(1)
})

test('another request under the same Idempotency-Key is refused, and after ten minutes the token is told no more', async () => {
  const { mock, client, letter } = begin('fresh-owner')
  const by = { key, repeat: crypto.randomUUID() }
  await send(client, by, StartMigration, letter)
  const wrong = { input: { ...letter.input, issuedPassword: 'another' } }
  expect((await send(client, by, StartMigration, wrong)).startMigration.__typename).toBe('IdempotencyRefused')
  mock.clock.forward({ minutes: 10 })
  expect((await send(client, by, StartMigration, letter)).startMigration.__typename).toBe('IdempotencyRefused')
})

test('a key that is over, or another partner’s, opens nothing', async () => {
  const { client, letter } = begin('fresh-owner')
  const repeat = crypto.randomUUID()
  await expect(send(client, { key: 'ck_live_mock_expired', repeat }, StartMigration, letter)).rejects.toThrow('expired')
  const { startMigration } = await send(client, { key, repeat }, StartMigration, letter)
  if (startMigration.__typename !== 'MigrationStarted') throw new Error(startMigration.__typename)
  const choice = { input: { flow: startMigration.handle, email: 'jean@example.net' } }
  const other = await send(client, { key: 'ck_live_mock_other', repeat }, ChooseEmail, choice)
  expect(other.chooseEmail).toMatchObject({ __typename: 'FlowClosed', end: 'UNKNOWN' })
})
