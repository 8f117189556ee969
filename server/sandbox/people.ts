import type { AccountState } from '../generated/prisma/enums.ts'
import type { MailFate } from './mail-fate.ts'

/** The password of every letter of the sandbox, and the one that everybody chose who has migrated. */
export const issuedPassword = 'TEST-2345-WXYZ'
export const ownPassword = 'Bac-a-Sable-58'

/** Tries or sends that were counted before anybody came; renewed when the sandbox rested for an hour. */
export type CountedBefore = 'WRONG_CODES' | 'ALL_WRONG_CODES' | 'SENDS' | 'SIGN_INS' | 'RESET_CODES'

/** An owner of the sandbox, with the one thing that happens to them. */
export interface MagicPerson {
  lastName: string
  /** The first is the magic one. */
  accounts: readonly [identifier: string, state: AccountState][]
  /** The verified address of those who have one. */
  email?: string
  /** What becomes of a code's mail to the first address that a journey sends to; another address is fine. */
  fate?: MailFate
  counted?: CountedBefore
  standing?: 'LETTER_EXPIRED' | 'EMAIL_JUST_CHANGED' | 'EMAIL_REFUSED'
  /** What happens, to its end. The guide prints it. */
  happens: string
}

const at = (name: string) => `${name}@bac-a-sable.example`

/** The same people each time. A refusal or delivery in capitals is a name of the contract. */
export const magicPeople: readonly MagicPerson[] = [
  person('Droit', ['900001'], 'migrates without a hitch'),
  person('Trois', ['900002', '900003', '900004'], 'migrates; her two other accounts are found after the code'),
  {
    ...person(
      'Second',
      ['900005'],
      'migrates another account: the code goes to the verified address, 900006 is joinable',
    ),
    accounts: [
      ['900005', 'ISSUED'],
      ['900006', 'ACTIVE'],
    ],
    email: at('second'),
  },
  person('Ancien', ['900007'], 'SignInRefused ISSUED_EXPIRED: the service sends another letter', {
    standing: 'LETTER_EXPIRED',
  }),
  person(
    'Lent',
    ['900011'],
    'the first code comes too late: CodeRefused EXPIRED, another is sent by itself and works',
    {
      fate: 'STALE',
    },
  ),
  person('Essais', ['900012'], 'ten wrong codes today: chooseEmail answers TooManyTries', {
    counted: 'ALL_WRONG_CODES',
  }),
  person('Presque', ['900013'], 'eight wrong codes today: two tries are left, then TooManyTries', {
    counted: 'WRONG_CODES',
  }),
  person('Envois', ['900014'], 'six codes were sent today: chooseEmail answers SendRefused', { counted: 'SENDS' }),
  person('Pleine', ['900021'], 'delivery REFUSED, FULL; another address is fine', { fate: 'FULL' }),
  person('Inconnue', ['900022'], 'delivery REFUSED, UNKNOWN; another address is fine', { fate: 'UNKNOWN' }),
  person('Gris', ['900023'], 'delivery DELAYED, GREYLISTED; accepted a minute later', { fate: 'GREYLISTED' }),
  person('Filtre', ['900024'], 'delivery HELD by MailInBlack; another address is fine', { fate: 'HELD' }),
  person('Tardif', ['900025'], 'delivery ACCEPTED; two minutes later REFUSED, UNKNOWN', { fate: 'BOUNCED' }),
  person('Fermee', ['900026'], 'delivery REFUSED, CLOSED; another address is fine', { fate: 'CLOSED' }),
  person('Absent', ['900027'], 'no mail server answers: DELAYED, UNREACHABLE; accepted 40 seconds later', {
    fate: 'AWAY',
  }),
  person('Tri', ['900028'], 'delivery REFUSED, FILTERED; another address is fine', { fate: 'FILTERED' }),
  person('Verrou', ['900031'], 'a hundred wrong passwords today: TooManyTries, even with the right one', {
    counted: 'SIGN_INS',
  }),
  chosen('Ouvert', ['900032'], 'has migrated: signs in with the own password, the letter answers SignInRefused WRONG'),
  chosen('Gel', ['900033'], 'SignInRefused FROZEN, with the right password only', {}, 'FROZEN'),
  chosen('Clos', ['900034'], 'SignInRefused WRONG, whatever the password', {}, 'CLOSED'),
  chosen('Partage', ['900041', '900042'], 'one password for two accounts: change it, or split one off'),
  chosen('Couple', ['900043'], 'shares the address with 900044: each one’s reset is their own', {
    email: at('couple'),
  }),
  chosen('Couple', ['900044'], 'shares the address with 900043', { email: at('couple') }),
  chosen('Change', ['900045'], 'changed address today: no reset is answered for a day (no code comes)', {
    standing: 'EMAIL_JUST_CHANGED',
  }),
  chosen('Garde', ['900046'], 'ten wrong codes in resets: none is answered for a week (no code comes)', {
    counted: 'RESET_CODES',
  }),
  chosen('Perdue', ['900047'], 'the verified address refuses mail: `me { emailRefused }`', {
    standing: 'EMAIL_REFUSED',
  }),
  chosen('Nouvelle', ['900048'], 'changes address: the new mailbox is full; another is fine', { fate: 'FULL' }),
]

function person(
  lastName: string,
  identifiers: string[],
  happens: string,
  more: Partial<MagicPerson> = {},
): MagicPerson {
  return { lastName, accounts: identifiers.map((identifier) => [identifier, 'ISSUED']), happens, ...more }
}

/** One who has migrated. The verified address names the identifier, unless another is given. */
function chosen(
  lastName: string,
  identifiers: string[],
  happens: string,
  more: Partial<MagicPerson> = {},
  state: AccountState = 'ACTIVE',
): MagicPerson {
  const accounts = identifiers.map((identifier): [string, AccountState] => [identifier, state])
  return { email: at(identifiers[0] ?? ''), ...person(lastName, identifiers, happens), accounts, ...more }
}
