import { begunMigration, migrationAtCode, signedIn, wrongCode } from './scenario-steps.ts'
import type { Handed, Town } from './town.ts'

/** What a scenario hands over to whoever plays it. */
export interface Start {
  /** Whom to sign in as, and with what. */
  identifier: string
  password: string
  /** The journey that is under way. */
  flow?: Handed
  /** The bearer token of the session that is open. */
  token?: string
  /** An address to type, when it matters which. */
  email?: string
  /** The secret of a mailed link (`freeze`, `cancelStaffAction`). */
  link?: string
}

export interface Scenario {
  /** What it shows, in a line. */
  title: string
  identifier: string
  password: string
  play?(town: Town): Omit<Start, 'identifier' | 'password'>
}

const jean = { identifier: 'TIL-0420', password: 'W4QD-XK9H-7BTC' }
const marie = { identifier: '012345', password: 'KXTR-7M4P-Q2HN' }
const luc = { identifier: '034001', password: 'Verger-Boussole-58' }
const lucsAddress = 'luc.fontaine@example.org'
const claire = { identifier: '034002', password: 'Moulin-Cerise-1907' }

/** Every mailbox of the provider answers alike: whatever address is typed. */
const fares = (fate: Parameters<Town['fate']>[1]) => (town: Town) => {
  town.fate('*', fate)
  return { email: 'jean.lefevre@example.net' }
}

const table = {
  'fresh-owner': { title: 'A first connection, one account.', ...jean },
  'three-accounts': { title: 'A first connection; two more accounts are found after the code.', ...marie },
  'already-migrated': { title: 'Sign in; the letter is dead.', ...luc },
  'two-accounts-one-password': {
    title: 'Signed in; the password opens two accounts.',
    ...claire,
    play: signedIn(claire),
  },
  'second-migration': {
    title: 'An owner with a verified address opens another account: the code goes there only.',
    identifier: '034005',
    password: 'D3HZ-7PVN-6TGK',
  },
  'couple-sharing-address': {
    title: 'Her first connection with the address her husband verified.',
    identifier: '034007',
    password: 'G4PB-9KXV-5NZW',
    play: () => ({ email: 'les.marchand@example.org' }),
  },
  'issued-password-expired': {
    title: 'The password of the letter has expired.',
    identifier: '023001',
    password: 'ZC6M-P3RV-8KWT',
  },
  'sign-in-locked': {
    title: 'Five wrong passwords a moment ago: even the right one waits.',
    ...luc,
    play(town) {
      for (let i = 0; i < 5; i++) town.take('signIn', { identifier: luc.identifier, password: `Faux-${i}` })
      return {}
    },
  },
  frozen: {
    title: 'Frozen by its owner: only the right password says so.',
    identifier: '034008',
    password: 'Grenier-Mirabelle-29',
  },
  closed: { title: 'A closed account: nothing opens it.', identifier: '034009', password: 'Fontaine-Sureau-83' },
  'code-sent': { title: 'The code has just arrived.', ...jean, play: migrationAtCode(jean) },
  'code-wrong-four-times': {
    title: 'Four wrong codes: one try is left.',
    ...jean,
    play: (town) => wrongCode(town, migrationAtCode(jean, { minutes: 5 })(town), 4),
  },
  'code-set-closed': {
    title: 'Five wrong codes: even the right one is refused, another must be asked for.',
    ...jean,
    play: (town) => wrongCode(town, migrationAtCode(jean, { minutes: 5 })(town), 5),
  },
  'code-budget-spent': {
    title: 'Ten wrong codes today: the account waits for tomorrow.',
    ...jean,
    play(town) {
      const start = wrongCode(town, migrationAtCode(jean, { minutes: 30 })(town), 5)
      town.later({ minutes: 2 })
      town.expect('CodeSent', 'resendCode', { flow: start.flow.handle })
      return wrongCode(town, start, 5)
    },
  },
  'code-expired': {
    title: 'The code in the mailbox is too late: typing it sends another.',
    ...jean,
    play: migrationAtCode(jean, { minutes: 40 }),
  },
  'code-late-twice': {
    title: 'A second late code: no other is sent by itself.',
    ...jean,
    play(town) {
      const start = migrationAtCode(jean, { minutes: 90 })(town)
      town.later({ minutes: 40 })
      town.expect('CodeRefused', 'verifyEmailCode', { flow: start.flow.handle, code: town.inbox.code() })
      return start
    },
  },
  'code-typed-long-ago': {
    title: 'The code was typed 16 minutes ago: it is asked for again.',
    ...jean,
    play(town) {
      const start = migrationAtCode(jean, { minutes: 17 })(town)
      town.expect('CodeVerified', 'verifyEmailCode', { flow: start.flow.handle, code: town.inbox.code() })
      return start
    },
  },
  'password-step': {
    title: 'The code was typed: the password is next, for three accounts.',
    ...marie,
    play(town) {
      const start = migrationAtCode(marie, { minutes: 2 })(town)
      town.expect('CodeVerified', 'verifyEmailCode', { flow: start.flow.handle, code: town.inbox.code() })
      return start
    },
  },
  'send-paused': {
    title: 'A code left a moment ago: another must wait for the end of the minute.',
    ...jean,
    play: migrationAtCode(jean),
  },
  'sends-spent': {
    title: 'Three codes within the hour: no other for now.',
    ...jean,
    play(town) {
      const start = migrationAtCode(jean, { minutes: 10 })(town)
      for (let i = 0; i < 2; i++) {
        town.later({ minutes: 2 })
        town.expect('CodeSent', 'resendCode', { flow: start.flow.handle })
      }
      return start
    },
  },
  'mailbox-full': { title: 'The mailbox is full.', ...jean, play: fares({ reply: '552 5.2.2' }) },
  'mailbox-unknown': { title: 'There is no such mailbox.', ...jean, play: fares({ reply: '550 5.1.1' }) },
  'mail-greylisted': {
    title: 'The mail server wants the mail later, then takes it.',
    ...jean,
    play: fares({ reply: '450 4.7.1', attempts: 1 }),
  },
  'mail-held': { title: 'MailInBlack holds the mail.', ...jean, play: fares({ filter: 'MailInBlack' }) },
  'mail-slow': { title: 'The mail takes three minutes.', ...jean, play: fares({ minutes: 3 }) },
  'flow-superseded': {
    title: 'The letter was used again elsewhere: this journey is over.',
    ...jean,
    play(town) {
      const start = migrationAtCode(jean, { minutes: 5 })(town)
      begunMigration(jean)(town)
      return start
    },
  },
  'flow-expired': {
    title: 'The journey was left for a day: it is over.',
    ...jean,
    play: begunMigration(jean, { hours: 25 }),
  },
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

export type ScenarioName = keyof typeof table
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = table
export const scenarioNames = Object.keys(scenarios) as ScenarioName[]

/** The scenario that a page's address names: `?scenario=code-expired`. Null: it names none. */
export function scenarioIn(search: string): ScenarioName | null {
  const name = new URLSearchParams(search).get('scenario')
  return scenarioNames.find((known) => known === name) ?? null
}
