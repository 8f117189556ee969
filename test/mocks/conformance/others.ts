import { migrate, password, toCode } from './migrations.ts'
import type { Player } from './player.ts'
import { letterPassword as letter } from './sides.ts'

const email = 'marie.durand@orange.example'
const other = 'marie@autre.example'
const next = 'Lampe-verte-4243'

async function open(play: Player, identifiers: [string, ...string[]] = ['012345']): Promise<string> {
  await play.owner({ identifiers })
  const token = await migrate(play, identifiers[0], email)
  await play.forward({ minutes: 10 })
  return token
}

const signIn = async (play: Player, identifier = '012345', own = password) =>
  (await play.take('signIn', { identifier, password: own })).token

export const resets: Record<string, (play: Player) => Promise<void>> = {
  async 'a reset from the code to the sign-in'(play) {
    await open(play, ['012345', '012346'])
    await play.forward({ hours: 2 })
    const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
    await play.take('chooseEmail', { flow, email: other })
    await play.take('setPassword', { flow, password: next, confirmation: next })
    await play.take('verifyEmailCode', { flow, code: await play.wrongCode(email) })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('setPassword', { flow, password, confirmation: password })
    await play.take('setPassword', { flow, password: 'court', confirmation: 'autre' })
    await play.take('setPassword', { flow, password: next, confirmation: next })
    await play.take('setPassword', { flow, password: next, confirmation: next })
    await signIn(play)
    await signIn(play, '012346', next)
  },
  async 'resets of pairs that open nothing are answered as any other'(play) {
    await open(play)
    await play.owner({ identifiers: ['023001'], state: 'CLOSED' })
    await play.forward({ hours: 2 })
    const pairs: [string, string][] = [
      ['012345', other],
      ['999999', email],
      ['023001', email],
      ['', email],
      ['é', email],
      ['012345', 'marie'],
      ['012345', ''],
    ]
    for (const [identifier, address] of pairs) {
      const { handle } = await play.take('requestReset', { identifier, email: address })
      if (handle) for (let i = 0; i < 6; i++) await play.take('verifyEmailCode', { flow: handle, code: '13572468' })
    }
  },
  async 'a reset too late, sent again, asked too often'(play) {
    await open(play)
    await play.forward({ hours: 2 })
    const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
    await play.take('resendCode', { flow })
    await play.forward({ minutes: 11 })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('resendCode', { flow })
    await play.forward({ minutes: 2 })
    await play.take('resendCode', { flow })
    await play.forward({ minutes: 2 })
    await play.take('resendCode', { flow })
    await play.take('requestReset', { identifier: '012345', email })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    await play.take('cancelFlow', { flow })
  },
  async 'a pair whose tries are spent'(play) {
    await open(play)
    await play.forward({ hours: 2 })
    for (let round = 0; round < 2; round++) {
      const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
      for (let i = 0; i < 5; i++) await play.take('verifyEmailCode', { flow, code: await play.wrongCode(email) })
      await play.forward({ minutes: 5 })
    }
    const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
    if (flow) await play.take('verifyEmailCode', { flow, code: await play.code(email) })
  },
  async 'an account that wrong codes closed to resets, and open to them a week later'(play) {
    await open(play)
    await play.forward({ hours: 2 })
    for (const address of [email, email, email]) {
      const { handle: flow } = await play.take('requestReset', { identifier: '012345', email: address })
      for (let i = 0; flow && i < 5; i++) {
        await play.take('verifyEmailCode', { flow, code: await play.wrongCode(email) })
      }
      await play.forward({ minutes: 30 })
    }
    for (const days of [2, 6]) {
      await play.forward({ days })
      const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
      await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    }
  },
  async 'more passwords than one journey judges'(play) {
    await open(play)
    await play.forward({ hours: 2 })
    const { handle: flow } = await play.take('requestReset', { identifier: '012345', email })
    await play.take('verifyEmailCode', { flow, code: await play.code(email) })
    for (let i = 0; i < 62; i++) {
      await play.take('setPassword', { flow, password: `court${i}`, confirmation: '' })
    }
  },
  async 'a reset that another act ends'(play) {
    const token = await open(play)
    const waiting = await play.take('requestReset', { identifier: '012345', email })
    await play.take('changePassword', { currentPassword: password, password: next, confirmation: next }, { token })
    await play.take('verifyEmailCode', { flow: waiting.handle, code: await play.code(email) })
    await play.forward({ hours: 2 })
    const proved = await play.take('requestReset', { identifier: '012345', email })
    await play.take('verifyEmailCode', { flow: proved.handle, code: await play.code(email) })
    const own = await signIn(play, '012345', next)
    await play.take('changePassword', { currentPassword: next, password, confirmation: password }, { token: own })
    await play.take('setPassword', { flow: proved.handle, password: next, confirmation: next })
  },
}

export const changes: Record<string, (play: Player) => Promise<void>> = {
  async 'a change of e-mail, its refusals, and the reset it blocks'(play) {
    const token = await open(play)
    const ask = (typed: string, again = typed, own = password) =>
      play.take('changeEmail', { email: typed, emailConfirmation: again, password: own }, { token })
    await ask('marie')
    await ask(other, email)
    await ask(email)
    await ask(other, other, '')
    await ask(other, other, 'Faux-mot-de-passe-1')
    const { handle: flow } = await ask(other)
    await play.take('setPassword', { flow, password: next, confirmation: next })
    const { handle: again } = await ask(other)
    await play.take('verifyEmailCode', { flow, code: await play.code(other, 1) })
    await ask('encore@autre.example')
    await ask('une-autre@autre.example')
    await ask('une-de-trop@autre.example')
    await play.forward({ hours: 2 })
    const session = await signIn(play)
    const input = { email: other, emailConfirmation: other, password }
    const { handle: last } = await play.take('changeEmail', input, { token: session })
    await play.take('resendCode', { flow: again })
    await play.forward({ minutes: 1 })
    await play.take('resendCode', { flow: last })
    await play.take('verifyEmailCode', { flow: last, code: await play.wrongCode(other) })
    await play.take('verifyEmailCode', { flow: last, code: await play.code(other, 1) })
    await play.forward({ minutes: 1 })
    const reset = await play.take('requestReset', { identifier: '012345', email: other })
    await play.take('verifyEmailCode', { flow: reset.handle, code: await play.code(other) })
    await play.take('freeze', { link: await play.link(email) })
  },
  async 'a change of e-mail given up, elsewhere and by its handle'(play) {
    const token = await open(play)
    const input = { email: other, emailConfirmation: other, password }
    await play.take('cancelEmailChange', {}, { token })
    await play.take('changeEmail', input, { token })
    const elsewhere = await signIn(play)
    await play.take('cancelEmailChange', {}, { token: elsewhere })
    await play.take('cancelEmailChange', {})
    await play.forward({ minutes: 25 })
    const { handle: flow } = await play.take('changeEmail', input, { token })
    await play.take('cancelFlow', { flow })
    await play.forward({ minutes: 25 })
    const late = await play.take('changeEmail', input, { token })
    await play.forward({ hours: 7 })
    await play.take('verifyEmailCode', { flow: late.handle, code: await play.code(other) })
  },
  async 'a change of password and its refusals'(play) {
    const token = await open(play, ['012345', '012346'])
    const ask = (currentPassword: string, chosen: string, again = chosen) =>
      play.take('changePassword', { currentPassword, password: chosen, confirmation: again }, { token })
    await ask('Faux-1', next)
    await ask('', next)
    await ask(password, 'court')
    await ask(password, password)
    await ask(password, letter)
    await ask(password, next)
    await ask(next, 'Encore-autre-99')
    await play.take('changePassword', { currentPassword: next, password: next, confirmation: next })
    await signIn(play, '012346', next)
  },
  async 'a password split off, and sessions ended'(play) {
    const token = await open(play, ['012345', '012346', '012347'])
    const second = await signIn(play, '012346')
    const ids = await play.accountIds(token)
    const ask = (account: string, chosen: string, currentPassword = password) =>
      play.take('splitPassword', { account, currentPassword, password: chosen, confirmation: chosen }, { token })
    await ask('nobody’s', next)
    await ask(ids[1] ?? '', 'court')
    await ask(ids[1] ?? '', next, 'Faux-1')
    await ask(ids[1] ?? '', next, '')
    await ask(ids[1] ?? '', next)
    await play.take('endSession', { session: null }, { token: second })
    const third = await signIn(play, '012347')
    await play.take('changeEmail', { email: other, emailConfirmation: other, password }, { token: third })
    await play.take('endSession', { session: 'nobody’s' }, { token })
    await play.take('endSession', { session: null }, { token })
    const own = await ask(ids[0] ?? '', 'Encore-autre-99')
    await play.take('endSession', {}, { token: own.token })
    await play.take('splitPassword', { account: '', currentPassword: '', password: '', confirmation: '' })
    await play.take('changeEmail', { email: other, emailConfirmation: other, password })
    await play.take('endSession', {})
  },
  async 'sign-ins that fail: told from the third, then wait, twice as long each time'(play) {
    await open(play)
    for (let i = 0; i < 6; i++) await play.take('signIn', { identifier: '012345', password: `Faux-${i}` })
    await signIn(play)
    await play.take('signIn', { identifier: '012345', password }, { from: '198.51.100.9' })
    await play.forward({ seconds: 61 })
    await play.take('signIn', { identifier: '012345', password: 'Faux-7' })
    await play.take('signIn', { identifier: '012345', password })
    await play.forward({ seconds: 121 })
    const token = await signIn(play)
    for (let i = 0; i < 5; i++) {
      await play.take('changePassword', { currentPassword: 'Faux', password: next, confirmation: next }, { token })
    }
    await play.take('startMigration', { identifier: '012345', issuedPassword: letter })
  },
  async 'current passwords that fail in every form'(play) {
    const token = await open(play, ['012345', '012346'])
    for (let i = 0; i < 5; i++) await play.take('signIn', { identifier: '012345', password: `Faux-${i}` })
    const by = { token }
    await play.take('changeEmail', { email: other, emailConfirmation: other, password }, by)
    await play.take('changePassword', { currentPassword: password, password: next, confirmation: next }, by)
    const account = (await play.accountIds(token))[1] ?? ''
    await play.take('splitPassword', { account, currentPassword: password, password: next, confirmation: next }, by)
  },
  async 'a change of e-mail whose account is frozen, and links that open once'(play) {
    const token = await open(play)
    const { handle: flow } = await play.take(
      'changeEmail',
      { email: other, emailConfirmation: other, password },
      { token },
    )
    await play.take('freeze', { link: await play.link(email) })
    await play.take('freeze', { link: await play.link(email) })
    await play.take('freeze', { link: 'nothing-of-ours' })
    await play.take('verifyEmailCode', { flow, code: await play.code(other) })
    await signIn(play)
    await play.take('signIn', { identifier: '012345', password: 'Faux-1' })
    await play.take('requestReset', { identifier: '012345', email })
  },
  async 'a thief who changed the address and split an account off, and the links of both notices'(play) {
    const token = await open(play, ['012345', '012346', '012347'])
    const change = { email: other, emailConfirmation: other, password }
    const { handle: flow } = await play.take('changeEmail', change, { token })
    await play.take('verifyEmailCode', { flow, code: await play.code(other) })
    const account = (await play.accountIds(token))[1] ?? ''
    const chosen = { currentPassword: password, password: next, confirmation: next }
    await play.take('splitPassword', { account, ...chosen }, { token })
    await play.forward({ hours: 80 })
    const late = await signIn(play, '012345')
    const again = { email: 'encore@autre.example', emailConfirmation: 'encore@autre.example', password }
    const second = await play.take('changeEmail', again, { token: late })
    await play.take('verifyEmailCode', { flow: second.handle, code: await play.code('encore@autre.example') })
    await play.take('freeze', { link: await play.link(email) })
    await play.take('freeze', { link: await play.link(other) })
    for (const identifier of ['012345', '012346', '012347']) await signIn(play, identifier)
    await signIn(play, '012346', next)
  },
  async 'a young change of address, undone once'(play) {
    const token = await open(play, ['012345', '012346'])
    const change = { email: other, emailConfirmation: other, password }
    const { handle: flow } = await play.take('changeEmail', change, { token })
    await play.take('verifyEmailCode', { flow, code: await play.code(other) })
    const own = { currentPassword: password, password: next, confirmation: next }
    await play.take('changePassword', own, { token })
    await play.take('freeze', { link: await play.link(email) })
    await play.take('freeze', { link: await play.link(other) })
    await signIn(play, '012346', next)
    await play.take('requestReset', { identifier: '012345', email })
  },
  async 'a link of a notice, too late; and one of the service'(play) {
    const token = await open(play)
    const link = await play.staffAction('012345')
    await play.take('cancelStaffAction', { link: 'nothing-of-ours' })
    await play.take('cancelStaffAction', { link })
    await play.take('cancelStaffAction', { link })
    await play.take('signOut', {}, { token })
    await play.forward({ days: 11 })
    await play.take('freeze', { link: await play.link(email) })
  },
  async 'a session that is idle, and one that is old'(play) {
    const token = await open(play)
    await play.forward({ minutes: 31 })
    await play.take('signOut', {}, { token })
    const long = await signIn(play)
    for (let i = 0; i < 26; i++) {
      await play.forward({ minutes: 28 })
      if (i % 5 === 0) await play.take('endSession', { session: 'nobody’s' }, { token: long })
      else await play.take('cancelFlow', { flow: 'cf_of-nobody' })
    }
  },
}

export const mails: Record<string, (play: Player) => Promise<void>> = {
  async 'a full mailbox, an unknown one, one that wants it later'(play) {
    play.fate('full@orange.example', '552 5.2.2')
    play.fate('unknown@orange.example', '550 5.1.1')
    play.fate('grey@orange.example', '450 4.7.1')
    for (const [i, address] of ['full@orange.example', 'unknown@orange.example', 'grey@orange.example'].entries()) {
      const { handle: flow } = await toCode(play, `01234${i}`, address)
      await play.forward({ minutes: 1 })
      await play.take('resendCode', { flow })
    }
    play.fate('grey@orange.example', '250')
    await play.forward({ minutes: 6 })
    await play.take('cancelFlow', { flow: 'cf_of-nobody' })
  },
  async 'addresses that are asked about before a code leaves'(play) {
    play.domain('cabinet.example', { filter: 'MailInBlack' })
    play.domain('nulle-part.example', 'NONE')
    const token = await open(play)
    const typed = ['marie@gmial.com', 'marie@orage.fr', 'marie@cabinet.example', 'marie@nulle-part.example']
    for (const [i, address] of typed.entries()) {
      await play.owner({ identifiers: [`03400${i}`] })
      const { handle: flow } = await play.take('signIn', { identifier: `03400${i}`, password: letter })
      await play.take('chooseEmail', { flow, email: address })
      await play.take('chooseEmail', { flow, email: address, confirmed: true })
      await play.take('chooseEmail', { flow, email: address })
      await play.take('changeEmail', { email: address, emailConfirmation: address, password }, { token })
    }
    for (const mistyped of [
      'marie@gmailcom',
      'marie.gmail.com',
      'marie@orange',
      '"marie"@orange.fr',
      'mаrie@orange.fr',
    ]) {
      const { handle: flow } = await play.take('signIn', { identifier: '034000', password: letter })
      await play.take('chooseEmail', { flow, email: mistyped })
    }
  },
}
