import type { Town } from '../town.ts'
import { jean, type Scenario } from './scenario.ts'

/** Every mailbox of the provider answers alike: whatever address is typed. */
const fares = (fate: Parameters<Town['fate']>[1]) => (town: Town) => {
  town.fate('*', fate)
  return { email: 'jean.lefevre@example.net' }
}

/** What becomes of the address that is typed, and of its mail. */
export const mails = {
  'email-typo': {
    title: 'A mistyped address: another is suggested, and it can be kept.',
    ...jean,
    play: () => ({ email: 'jean.lefevre@gmial.com' }),
  },
  'email-filtered': {
    title: 'The address stands behind MailInBlack: its owner is asked first.',
    ...jean,
    play(town) {
      town.domain('cabinet.example', { found: 'HOSTS', filter: 'MailInBlack' })
      town.fate('cabinet.example', { filter: 'MailInBlack' })
      return { email: 'jean@cabinet.example' }
    },
  },
  'email-no-server': {
    title: 'No mail server stands behind the address.',
    ...jean,
    play(town) {
      town.domain('nulle-part.example', { found: 'NONE' })
      town.fate('nulle-part.example', { reply: '550 5.1.2' })
      return { email: 'jean@nulle-part.example' }
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
} satisfies Record<string, Scenario>
