import type { InputOf, MutationName } from '../../../mocks/shapes.ts'
import { migrate, password } from './migrations.ts'
import type { Player } from './player.ts'
import { type By, letterPassword as letter } from './sides.ts'

const email = 'marie.durand@orange.example'
const repeat = '8e03978e-40d5-43dd-bc93-6894a57f9324'
const start = { identifier: '012345', issuedPassword: letter }
const chosen = { password, confirmation: password }

/** Something for every mutation to be refused with. */
const inputs: { [Name in MutationName]: InputOf<Name> } = {
  cancelEmailChange: {},
  cancelFlow: { flow: 'cf_of-nobody' },
  cancelStaffAction: { link: 'nothing-of-ours' },
  changeEmail: { email, emailConfirmation: email, password },
  changePassword: { currentPassword: password, ...chosen },
  chooseEmail: { flow: 'cf_of-nobody', email },
  endSession: {},
  freeze: { link: 'nothing-of-ours' },
  moveClock: { seconds: 1 },
  requestReset: { identifier: '012345', email },
  resendCode: { flow: 'cf_of-nobody' },
  resetSandbox: {},
  setPassword: { flow: 'cf_of-nobody', ...chosen },
  signIn: { identifier: '012345', password },
  signOut: {},
  splitPassword: { account: '', currentPassword: password, ...chosen },
  startMigration: start,
  verifyEmailCode: { flow: 'cf_of-nobody', code: '12345678' },
}
const everyMutation = Object.keys(inputs) as MutationName[]
const hear = <Name extends MutationName>(play: Player, name: Name, by: By) => play.hear(name, inputs[name], by)

export const keyed: Record<string, (play: Player) => Promise<void>> = {
  async 'every key that is refused, and what is said of the others'(play) {
    await play.owner({ identifiers: ['012345'] })
    for (const key of ['unknown', 'revoked', 'short', 'stolen', 'page', 'live', 'live', 'reader', 'other'] as const) {
      await play.hear('signIn', { identifier: '012345', password: 'Faux-1' }, { key })
    }
    await play.forward({ minutes: 59 })
    await play.hear('signOut', {}, { key: 'short' })
    await play.forward({ seconds: 40 })
    await play.hear('signOut', {}, { key: 'short' })
  },
  async 'every mutation with a key that may only read, and without a test key'(play) {
    await play.owner({ identifiers: ['012345'] })
    for (const name of everyMutation) await hear(play, name, { key: 'reader' })
    for (const name of everyMutation) await hear(play, name, { repeat: 'too-short' })
    await play.hear('moveClock', { seconds: 1 })
    await play.hear('resetSandbox', {}, { key: 'live' })
    for (const key of ['live', 'reader', 'other'] as const) {
      for (const name of ['sandbox', 'webhooks', 'me'] as const) await play.read(name, {}, { key })
      await play.read('flow', { flow: 'cf_of-nobody' }, { key })
    }
  },
  async 'a migration with a key, and its handle and session with another and without'(play) {
    await play.owner({ identifiers: ['012345', '012346'] })
    const by = { key: 'live' } as const
    const { handle: flow } = await play.take('startMigration', start, by)
    for (const other of [{}, { key: 'other' }, { key: 'page' }, { key: 'reader' }] as const) {
      await play.take('chooseEmail', { flow, email }, other)
    }
    await play.take('chooseEmail', { flow, email }, by)
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) }, by)
    const { token } = await play.take('setPassword', { flow, ...chosen }, by)
    await play.take('signOut', {}, { token })
    await play.take('signOut', {}, { token, key: 'other' })
    await play.take('signIn', { identifier: '012345', password })
    await play.take('signIn', { identifier: '012346', password }, { key: 'page' })
    await play.take('signIn', { identifier: '012346', password }, { key: 'other' })
    await play.take('signOut', {}, { token, ...by })
    const inPage = await play.take('signIn', { identifier: '012345', password }, { key: 'page' })
    await play.take('signOut', {}, { token: inPage.token, ...by })
  },
  async 'an owner of an agency that the key does not serve is not found'(play) {
    await play.owner({ identifiers: ['012345'] })
    const by = { key: 'parc' } as const
    await play.take('startMigration', start, by)
    await play.take('signIn', { identifier: '012345', password: letter }, by)
    const token = await migrate(play, '012345', email)
    await play.take('signIn', { identifier: '012345', password }, by)
    await play.forward({ hours: 2 })
    await play.take('requestReset', { identifier: '012345', email }, by)
    await play.code(email)
    await play.take('freeze', { link: await play.link(email) }, by)
    await play.take('cancelStaffAction', { link: await play.staffAction('012345') }, by)
    await play.take('signOut', {}, { token, ...by })
  },
  async 'requests sent again: their answer, once and as it was'(play) {
    await play.owner({ identifiers: ['012345'] })
    const begun = await play.take('startMigration', start, { repeat })
    const again = await play.take('startMigration', start, { repeat: `"${repeat}"` })
    if (again.handle !== begun.handle) throw new Error('carried out twice')
    await play.take('startMigration', { ...start, issuedPassword: 'Faux-1' }, { repeat })
    await play.take('signIn', { identifier: '012345', password: letter }, { repeat })
    const { handle: flow } = begun
    await play.take('chooseEmail', { flow, email }, { repeat })
    await play.take('chooseEmail', { flow, email }, { repeat })
    await play.take('chooseEmail', { flow, email: 'marie@autre.example' }, { repeat })
    const wrong = await play.wrongCode(email)
    for (let i = 0; i < 7; i++) await play.take('verifyEmailCode', { flow, code: wrong }, { repeat: `${repeat}-1` })
    await play.take('verifyEmailCode', { flow, code: wrong }, { repeat: `${repeat}-2` })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) }, { repeat: `${repeat}-3` })
    const set = await play.take('setPassword', { flow, ...chosen }, { repeat: `${repeat}-4` })
    const heard = await play.take('setPassword', { flow, ...chosen }, { repeat: `${repeat}-4` })
    if (heard.token !== set.token) throw new Error('another session was opened')
    await play.take('setPassword', { flow, ...chosen })
    await play.forward({ minutes: 11 })
    await play.take('setPassword', { flow, ...chosen }, { repeat: `${repeat}-4` })
    await play.take('startMigration', start, { repeat })
    await play.take('chooseEmail', { flow, email }, { repeat })
    await play.forward({ hours: 47, minutes: 48 })
    await play.take('verifyEmailCode', { flow, code: wrong }, { repeat: `${repeat}-1` })
    await play.forward({ minutes: 2 })
    await play.take('verifyEmailCode', { flow, code: wrong }, { repeat: `${repeat}-1` })
    await play.take('startMigration', start, { repeat })
  },
  async 'the same Idempotency-Key of two partners, two flows and two sessions'(play) {
    await play.owner({ identifiers: ['012345'] })
    await play.owner({ identifiers: ['012346'] })
    for (const key of ['live', 'other', 'page', 'reader', 'live'] as const) {
      await play.take('startMigration', start, { key, repeat })
    }
    for (const identifier of ['012345', '012346']) {
      const { handle: flow } = await play.take('signIn', { identifier, password: letter })
      await play.take('cancelFlow', { flow }, { repeat })
      await play.take('cancelFlow', { flow }, { repeat })
    }
    const one = await migrate(play, '012345', email)
    const two = await migrate(play, '012346', 'jean@orange.example')
    const change = { currentPassword: password, password: 'Lampe-verte-4243', confirmation: 'Lampe-verte-4243' }
    for (const token of [one, two, one]) await play.take('changePassword', change, { token, repeat })
  },
  async 'the accounts of a partner, page by page and by their states'(play) {
    await play.owner({ identifiers: ['012345', '012346', '023001'] })
    const { handle: flow } = await play.take('startMigration', start)
    await play.take('chooseEmail', { flow, email })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('setPassword', { flow, ...chosen, accounts: [] })
    const read = async (variables: object, key: 'reader' | 'other' | 'parc' = 'reader') =>
      (await play.read('accounts', variables, { key })).data?.accounts as { pageInfo: { endCursor: string } } | null
    const page = await read({ first: 2 })
    await read({ first: 2, after: page?.pageInfo.endCursor })
    await read({ state: ['ACTIVE'] })
    await read({ state: [] })
    await read({ agency: 'parc' })
    await read({ agency: 'tilleuls', first: 0 })
    await read({ migratedSince: '2026-11-22T13:05:00Z' })
    await read({ migratedSince: '2027-01-01T00:00:00Z' })
    await read({ after: '' })
    await read({}, 'other')
    await read({}, 'parc')
    await play.read('accounts', {}, {})
  },
  async 'the events of a partner, from its cursors'(play) {
    await play.owner({ identifiers: ['012345', '012346'] })
    const read = async (variables: object, key: 'reader' | 'live' | 'other' | 'parc' = 'reader') =>
      ((await play.read('events', variables, { key })).data?.events as { cursor: string } | null)?.cursor
    const begin = await read({})
    const { handle: flow } = await play.take('startMigration', start, { key: 'live' })
    await play.take('chooseEmail', { flow, email }, { key: 'live' })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) }, { key: 'live' })
    await play.take('setPassword', { flow, ...chosen, accounts: [] }, { key: 'live' })
    const cursor = await read({ after: begin })
    await migrate(play, '012346', email)
    const { token } = await play.take('signIn', { identifier: '012345', password })
    const change = { currentPassword: password, password: 'Lampe-verte-4243', confirmation: 'Lampe-verte-4243' }
    await play.take('changePassword', change, { token })
    await play.take('freeze', { link: await play.link(email) })
    const page = await read({ after: cursor, first: 1 })
    await read({ after: page, first: 1 })
    await read({ after: page })
    await read({ after: page }, 'live')
    await read({ after: 'nothing-of-ours' })
    await read({}, 'parc')
    await read({}, 'other')
    await play.read('events', {}, {})
  },
}
