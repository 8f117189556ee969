import type { AccountState, IssuedScheme } from '../server/generated/prisma/enums.ts'

/** An owner of the demonstration. */
export interface Person {
  agency: 'tilleuls' | 'parc'
  key: string
  title: string
  firstName: string
  lastName: string
  birthDate: string | null
  accounts: PersonAccount[]
  /** What this owner has already chosen, at the end of a migration. */
  chosen: { password: string; email: string; daysAgo: number } | null
}

export interface PersonAccount {
  state: AccountState
  identifier: string
  residence: string
  issuedPassword: string
  /** What signing in with this letter shows. */
  note: string
  issued: { scheme: IssuedScheme; hash?: string; expiredDaysAgo?: number }
}

const lindens = 'Résidence Les Tilleuls, Lyon 3e'
const carPark = 'Parking des Tilleuls, Lyon 3e'
const wisteria = 'Résidence Les Glycines, Villeurbanne'
const park = 'Résidence du Parc, Dijon'

/** The same people each time, at least one for each state an account can be in. */
export const people: Person[] = [
  person('tilleuls 10001', 'Mme', 'Marie', 'Durand', '1948-03-12', [
    account('ISSUED', '012345', lindens, 'KXTR-7M4P-Q2HN', 'first connection; two more accounts found after the code'),
    account('ISSUED', '012346', wisteria, 'HV3C-9WKD-T6ZB', 'her second account'),
    account('ISSUED', '012347', carPark, 'N8FJ-2YQX-RM5G', 'her third account'),
  ]),
  person('tilleuls 10002', 'M.', 'Jean', 'Lefèvre', null, [
    account('ISSUED', 'TIL-0420', lindens, 'W4QD-XK9H-7BTC', 'an identifier with letters: « til 042o » opens it too'),
  ]),
  person('tilleuls 10003', 'M.', 'Paul', 'Girard', '1956-11-02', [
    account('ISSUED', '023001', wisteria, 'ZC6M-P3RV-8KWT', 'the password of the letter has expired', {
      scheme: 'NORMAL',
      expiredDaysAgo: 20,
    }),
  ]),
  person('tilleuls 10004', 'Mme', 'Jeanne', 'Moreau-Blanc', '1939-07-25', [
    account('ISSUED', '023002', lindens, '830619', 'six digits: fails the new rules, still opens the migration'),
  ]),
  person('tilleuls 10005', 'M.', 'Karim', 'Benali', '1971-01-30', [
    account('ISSUED', '023003', wisteria, 'pervenche75', 'came as an MD5 digest: compared as typed', {
      scheme: 'MD5',
      hash: '52e1dd8d395fe6b020b4c26a81cf9897',
    }),
  ]),
  person('tilleuls 10006', 'Mme', 'Sophie', 'Nguyen', '1980-05-17', [
    account('ISSUED', '023004', lindens, 'Olivier-Bleu-36', 'came as a bcrypt string: compared as typed', {
      scheme: 'BCRYPT',
      hash: '$2b$10$0cHRdf0KWTuIR3pFNrQFrOyRf6mnTlRI226p8Sq3ZcAoJlMCmP4By',
    }),
  ]),
  person('tilleuls 10007', 'M.', 'Luc', 'Fontaine', '1962-09-08', [
    account('ACTIVE', '034001', lindens, 'B7XN-4TQK-W9HC', 'open: sign in with Verger-Boussole-58, the letter is dead'),
  ]).chose('Verger-Boussole-58', 'luc.fontaine@example.org', 40),
  person('tilleuls 10008', 'Mme', 'Claire', 'Petit', '1985-12-04', [
    account('ACTIVE', '034002', lindens, 'Q5VH-8DZM-3KRX', 'open: Moulin-Cerise-1907, for two accounts'),
    account('ACTIVE', '034003', wisteria, 'T2WB-6NCF-9XPG', 'her second account, the same password'),
  ]).chose('Moulin-Cerise-1907', 'claire.petit@example.org', 12),
  person('tilleuls 10009', 'M.', 'Antoine', 'Roux', '1967-02-19', [
    account('ACTIVE', '034004', lindens, 'M9KT-5RXC-2WQB', 'open: Phare-Noisette-71'),
    account('ISSUED', '034005', park, 'D3HZ-7PVN-6TGK', 'second migration: the code goes to his verified address'),
  ]).chose('Phare-Noisette-71', 'antoine.roux@example.org', 90),
  person('tilleuls 10010', 'M.', 'Henri', 'Marchand', '1944-06-06', [
    account('ACTIVE', '034006', wisteria, 'X6CQ-2MWH-8RTD', 'open: Chalet-Framboise-44; one address for the couple'),
  ]).chose('Chalet-Framboise-44', 'les.marchand@example.org', 30),
  person('tilleuls 10011', 'Mme', 'Odile', 'Marchand', '1947-10-21', [
    account('ACTIVE', '034007', wisteria, 'G4PB-9KXV-5NZW', 'open: Tonnelle-Abricot-47; one address for the couple'),
  ]).chose('Tonnelle-Abricot-47', 'les.marchand@example.org', 29),
  person('tilleuls 10012', 'M.', 'Bruno', 'Colin', '1975-04-14', [
    account(
      'FROZEN',
      '034008',
      lindens,
      'R8TW-3HQM-7CXK',
      'frozen: only the right password says so, Grenier-Mirabelle-29',
    ),
  ]).chose('Grenier-Mirabelle-29', 'bruno.colin@example.org', 60),
  person('tilleuls 10013', 'SCI', '', 'Les Glycines', null, [
    account('CLOSED', '034009', wisteria, 'K2ND-6XTZ-4VPB', 'closed: nothing opens it, not even Fontaine-Sureau-83'),
  ]).chose('Fontaine-Sureau-83', 'gerance@example.com', 300),
  // The same key at another agency is another person.
  person('parc 10001', 'Mme', 'Inès', 'Garnier', '1990-08-27', [
    account('ISSUED', 'P-77001', park, 'C9WX-4KDM-2HQT', 'the other agency; one more account found after the code'),
    account('ISSUED', 'P-77002', park, 'V7BR-8ZNP-5TGX', 'her second account'),
  ]),
]

function person(
  agencyAndKey: `${Person['agency']} ${string}`,
  title: string,
  firstName: string,
  lastName: string,
  birthDate: string | null,
  accounts: PersonAccount[],
) {
  const [agency, key = ''] = agencyAndKey.split(' ') as [Person['agency'], string]
  const owner: Person = { agency, key, title, firstName, lastName, birthDate, accounts, chosen: null }
  const chose = (password: string, email: string, daysAgo: number): Person => ({
    ...owner,
    chosen: { password, email, daysAgo },
  })
  return { ...owner, chose }
}

function account(
  state: AccountState,
  identifier: string,
  residence: string,
  issuedPassword: string,
  note: string,
  issued: PersonAccount['issued'] = { scheme: 'NORMAL' },
): PersonAccount {
  return { state, identifier, residence, issuedPassword, note, issued }
}
