import { jean, luc, lucsAddress, type Scenario } from './scenario.ts'
import { signedIn } from './steps.ts'

/** Owners who have a password, and what fails for everybody. */
export const owners = {
  'reset-code-sent': {
    title: 'A forgotten password: the code has arrived.',
    ...luc,
    play(town) {
      const { handle } = town.expect('ResetRequested', 'requestReset', {
        identifier: luc.identifier,
        email: lucsAddress,
      })
      return { flow: { kind: 'RESET', handle }, email: lucsAddress }
    },
  },
  'reset-unknown-pair': {
    title: 'A forgotten password with another address: answered alike, and nothing arrives.',
    ...luc,
    play: () => ({ email: 'quelqu.un@example.net' }),
  },
  'reset-blocked': {
    title: 'The address changed an hour ago: a forgotten password is not answered, and nothing arrives.',
    ...luc,
    play(town) {
      town.ago({ hours: 1 })
      const { token } = town.expect('SignedIn', 'signIn', luc)
      const email = 'luc.nouveau@example.net'
      const asked = { email, emailConfirmation: email, password: luc.password }
      const { handle } = town.expect('EmailChangeStarted', 'changeEmail', asked, token)
      town.expect('EmailChanged', 'verifyEmailCode', { flow: handle, code: town.inbox.code(email) })
      return { email, link: town.inbox.link(lucsAddress) }
    },
  },
  'signed-in': { title: 'A session is open.', ...luc, play: signedIn(luc) },
  'session-ended': {
    title: 'The session was idle for too long: sign in again.',
    ...luc,
    play: signedIn(luc, { minutes: 31 }),
  },
  'email-change-pending': {
    title: 'A change of e-mail waits for its code.',
    ...luc,
    play(town) {
      const { token } = signedIn(luc, { minutes: 3 })(town)
      const email = 'luc.nouveau@example.net'
      const asked = { email, emailConfirmation: email, password: luc.password }
      const { handle } = town.expect('EmailChangeStarted', 'changeEmail', asked, token)
      return { token, email, flow: { kind: 'EMAIL_CHANGE', handle } }
    },
  },
  'freeze-link': {
    title: 'A notice with « Ce n’est pas moi »: its link freezes the account.',
    ...luc,
    play(town) {
      const { token } = signedIn(luc, { minutes: 3 })(town)
      const password = 'Autre-Verger-85'
      const asked = { currentPassword: luc.password, password, confirmation: password }
      town.expect('PasswordChanged', 'changePassword', asked, token)
      return { link: town.inbox.link(lucsAddress) }
    },
  },
  'staff-action-waiting': {
    title: 'The service was asked for a new letter: its owner may say no.',
    ...luc,
    play({ state }) {
      const account = state.accounts.find(({ identifier }) => identifier === luc.identifier)
      const [{ emailVerifiedAt: since } = { emailVerifiedAt: new Date(0) }] = state.credentials
      const link = 'cl_service'
      const effectiveAt = new Date(since.getTime() + 400 * 86_400_000)
      const action = { kind: 'REISSUE', requestedAt: since, effectiveAt, doneAt: null, cancelledAt: null } as const
      state.staffActions.push({ ...action, token: link, accountId: account?.id ?? '' })
      return { link }
    },
  },
  busy: {
    title: 'More is asked than can be done: every step answers Busy.',
    ...jean,
    play({ state }) {
      state.trouble = 'BUSY'
      return {}
    },
  },
  outage: {
    title: 'Nothing answers: the request itself fails.',
    ...jean,
    play({ state }) {
      state.trouble = 'OUTAGE'
      return {}
    },
  },
} satisfies Record<string, Scenario>
