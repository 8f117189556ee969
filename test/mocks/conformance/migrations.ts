import type { Answered, Player } from './player.ts'
import { letterPassword as letter } from './sides.ts'

export const password = 'Tilleul-42-lampe'
const email = 'marie.durand@orange.example'
const other = 'marie@autre.example'

/** From the letter to the code page. */
export async function toCode(play: Player, identifier = '012345', address = email): Promise<Answered> {
  await play.owner({ identifiers: [identifier] })
  const begun = await play.take('signIn', { identifier, password: letter })
  await play.take('chooseEmail', { flow: begun.handle, email: address })
  return begun
}

/** The whole migration; gives back the session's token. */
export async function migrate(play: Player, identifier: string, address: string, chosen = password): Promise<string> {
  const { handle } = await play.take('startMigration', { identifier, issuedPassword: letter })
  await play.take('chooseEmail', { flow: handle, email: address })
  await play.take('verifyEmailCode', { flow: handle, code: await play.code(address) })
  const set = await play.take('setPassword', { flow: handle, password: chosen, confirmation: chosen })
  return set.token
}

export const migrations: Record<string, (play: Player) => Promise<void>> = {
  async 'a migration of three accounts, one unticked'(play) {
    await play.owner({ identifiers: ['012345', '012346', 'TIL-0420'] })
    const { handle } = await play.take('signIn', { identifier: 'o1 2345', password: letter.toLowerCase() })
    await play.take('chooseEmail', { flow: handle, email: ' Marie.Durand@orange,example' })
    await play.take('verifyEmailCode', { flow: handle, code: `Votre code : ${await play.code(email)}` })
    const rest = { flow: handle, password, confirmation: password }
    await play.take('setPassword', { ...rest, accounts: ['another-owner’s'] })
    const set = await play.take('setPassword', { ...rest, accounts: [] })
    await play.take('setPassword', rest)
    await play.take('signIn', { identifier: '012346', password: letter })
    await play.take('signIn', { identifier: '012345', password: letter })
    await play.take('signOut', {}, { token: set.token })
    await play.take('signOut', {}, { token: set.token })
    await play.take('signIn', { identifier: '012345', password })
  },
  async 'addresses that cannot be one'(play) {
    await play.owner({ identifiers: ['012345'] })
    const { handle: flow } = await play.take('startMigration', { identifier: '012345', issuedPassword: letter })
    for (const typed of [null, '', 'marie', 'marie@', 'marie@orange', 'ma rie@orange.example', 'é@orange.example']) {
      await play.take('chooseEmail', { flow, email: typed })
    }
    await play.take('chooseEmail', { flow, email: `${'a'.repeat(300)}@orange.example` })
    await play.take('verifyEmailCode', { flow, code: '12345678' })
    await play.take('resendCode', { flow })
    await play.take('setPassword', { flow, password, confirmation: password })
    await play.take('cancelFlow', { flow })
    await play.take('cancelFlow', { flow })
    await play.take('chooseEmail', { flow, email })
  },
  async 'wrong codes up to the closed set and the spent account'(play) {
    const { handle: flow } = await toCode(play)
    for (const code of ['', '1234', 'bonjour', '12345678 87654321', '１２３４']) {
      await play.take('verifyEmailCode', { flow, code })
    }
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 5; i++) await play.take('verifyEmailCode', { flow, code: await play.wrongCode(email) })
      await play.take('verifyEmailCode', { flow, code: await play.code(email) })
      await play.forward({ minutes: 2 })
      await play.take('resendCode', { flow })
    }
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('chooseEmail', { flow, email: other })
    const begun = await play.take('signIn', { identifier: '012345', password: letter })
    await play.take('chooseEmail', { flow: begun.handle, email: other })
  },
  async 'codes: the first of two, another address, the pause, the hour, the day'(play) {
    const { handle: flow } = await toCode(play)
    await play.take('chooseEmail', { flow, email })
    await play.take('resendCode', { flow })
    await play.forward({ minutes: 1 })
    await play.take('resendCode', { flow })
    await play.take('chooseEmail', { flow, email: other })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.forward({ minutes: 2 })
    await play.take('resendCode', { flow })
    await play.take('chooseEmail', { flow, email })
    await play.forward({ minutes: 57 })
    for (let i = 0; i < 4; i++) {
      await play.take('resendCode', { flow })
      await play.forward({ minutes: 20 })
    }
    await play.take('verifyEmailCode', { flow, code: await play.code(other, 1) })
  },
  async 'late codes: sent again once, then not'(play) {
    const { handle: flow } = await toCode(play)
    await play.forward({ minutes: 31 })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.forward({ minutes: 31 })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.forward({ minutes: 5 })
    await play.take('resendCode', { flow })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.forward({ minutes: 16 })
    await play.take('setPassword', { flow, password, confirmation: password })
    await play.take('chooseEmail', { flow, email: null })
    await play.forward({ hours: 25 })
    await play.take('resendCode', { flow })
  },
  async 'passwords that do not do'(play) {
    await play.owner({ identifiers: ['012345'], lastName: 'Lecœur', birthDate: '1948-03-12' })
    const { handle: flow } = await play.take('startMigration', { identifier: '012345', issuedPassword: letter })
    await play.take('chooseEmail', { flow, email })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    for (const typed of ['', 'court1', 'toutenminuscules', 'Lecoeur-8421', '12/03/1948-Aa', 'Azerty123', letter]) {
      await play.take('setPassword', { flow, password: typed, confirmation: typed })
    }
    await play.take('setPassword', { flow, password: 'Aa1'.repeat(50), confirmation: 'autre' })
    await play.take('setPassword', { flow, password: null, confirmation: null })
    await play.take('setPassword', { flow, password, confirmation: password })
  },
  async 'coming back: with the handle, without it, twice'(play) {
    const { handle: flow } = await toCode(play)
    await play.take('signIn', { identifier: '012345', password: letter, flow })
    await play.take('startMigration', { identifier: '012345', issuedPassword: letter, flow: 'cf_of-nobody' })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    const again = await play.take('signIn', { identifier: '012345', password: letter })
    await play.take('chooseEmail', { flow: again.handle, email: null })
    await play.take('chooseEmail', { flow: 'cf_of-nobody', email: null })
  },
  async 'a second account: the code goes to the verified address, and its password is kept'(play) {
    await play.owner({ identifiers: ['012345', '012346'] })
    const { handle: first } = await play.take('startMigration', { identifier: '012345', issuedPassword: letter })
    await play.take('chooseEmail', { flow: first, email })
    await play.take('verifyEmailCode', { flow: first, code: await play.code(email) })
    const own = { flow: first, password, confirmation: password, accounts: [] }
    await play.take('setPassword', own)
    await play.forward({ hours: 2 })
    const { handle: flow } = await play.take('startMigration', { identifier: '012346', issuedPassword: letter })
    await play.take('chooseEmail', { flow, email: other })
    await play.take('chooseEmail', { flow, email: null })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('setPassword', { flow, keepPasswordOf: 'nobody’s' })
    await play.take('cancelFlow', { flow })
  },
  async 'letters that open nothing'(play) {
    await play.owner({ identifiers: ['012345'], issuedExpiresAt: new Date('2026-11-01T00:00:00Z') })
    await play.owner({ identifiers: ['023001'], state: 'CLOSED' })
    for (const identifier of ['012345', '023001', '999999', '', '   ', 'é', '0'.repeat(80)]) {
      await play.take('signIn', { identifier, password: letter })
      await play.take('startMigration', { identifier, issuedPassword: letter })
    }
    await play.take('signIn', { identifier: '012345', password: '' })
    await play.take('startMigration', { identifier: '012345', issuedPassword: 'x'.repeat(1001) })
  },
}
