import { jean, marie, type Scenario } from './scenario.ts'
import { begunMigration, migrationAtCode, wrongCode } from './steps.ts'

/** A first connection that stands at its code, or after it. */
export const codes = {
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
} satisfies Record<string, Scenario>
