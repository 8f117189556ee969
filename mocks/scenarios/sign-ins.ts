import { jean, luc, marie, type Scenario } from './scenario.ts'
import { signedIn } from './steps.ts'

const claire = { identifier: '034002', password: 'Moulin-Cerise-1907' }

/** Who signs in, and what the letter or the password opens. */
export const signIns = {
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
} satisfies Record<string, Scenario>
