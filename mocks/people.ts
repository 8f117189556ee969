import { identifierKey } from '../server/domain/identifier.ts'
import { normalIssuedPassword } from '../server/domain/issued-password.ts'
import type { AccountState } from '../server/domain/staff-action.ts'
import { found, newId } from './parts/rows.ts'
import type { Agency, State } from './state.ts'

// The people of every scenario, with the identifiers and passwords of the demonstration (npm start). Nobody is real:
// telephone numbers that are never given out, domains of RFC 2606.
const lindens = 'Résidence Les Tilleuls, Lyon 3e'
const wisteria = 'Résidence Les Glycines, Villeurbanne'

const agencies: Agency[] = [
  {
    key: 'tilleuls',
    name: 'Syndic des Tilleuls',
    phone: '01 99 00 12 34',
    hours: 'du lundi au vendredi, de 9 h à 18 h',
    callPrice: 'Appel non surtaxé.',
    senderAddress: 'bonjour@tilleuls.example',
    postalAddress: '12 avenue des Tilleuls, 69003 Lyon',
    registration: 'Cabinet de démonstration, immatriculé nulle part.',
    publicationDirector: 'Rose Tilleul',
    hostCompany: 'Cette machine : rien n’est en ligne.',
    logo: null,
    accent: '#0b5351',
    hostNames: ['espace.tilleuls.example'],
  },
  {
    key: 'parc',
    name: 'Cabinet du Parc',
    phone: '01 99 00 56 78',
    hours: 'du mardi au samedi, de 8 h 30 à 12 h 30',
    callPrice: 'Appel non surtaxé.',
    senderAddress: 'contact@parc.example',
    postalAddress: '3 place du Parc, 21000 Dijon',
    registration: null,
    publicationDirector: null,
    hostCompany: null,
    logo: null,
    accent: '#5b2a4a',
    hostNames: ['parc.localhost'],
  },
]

interface Person {
  name: [title: string, firstName: string, lastName: string]
  birthDate?: string | null
  accounts: [state: AccountState, identifier: string, residence: string, issuedPassword: string][]
  issuedDaysLeft?: number
  chosen?: { password: string; email: string; daysAgo: number }
}

const people: Person[] = [
  {
    name: ['M.', 'Jean', 'Lefèvre'],
    accounts: [['ISSUED', 'TIL-0420', lindens, 'W4QD-XK9H-7BTC']],
  },
  {
    name: ['Mme', 'Marie', 'Durand'],
    birthDate: '1948-03-12',
    accounts: [
      ['ISSUED', '012345', lindens, 'KXTR-7M4P-Q2HN'],
      ['ISSUED', '012346', wisteria, 'HV3C-9WKD-T6ZB'],
      ['ISSUED', '012347', 'Parking des Tilleuls, Lyon 3e', 'N8FJ-2YQX-RM5G'],
    ],
  },
  {
    name: ['M.', 'Paul', 'Girard'],
    birthDate: '1956-11-02',
    accounts: [['ISSUED', '023001', wisteria, 'ZC6M-P3RV-8KWT']],
    issuedDaysLeft: -20,
  },
  {
    name: ['M.', 'Luc', 'Fontaine'],
    birthDate: '1962-09-08',
    accounts: [['ACTIVE', '034001', lindens, 'B7XN-4TQK-W9HC']],
    chosen: { password: 'Verger-Boussole-58', email: 'luc.fontaine@example.org', daysAgo: 40 },
  },
  {
    name: ['Mme', 'Claire', 'Petit'],
    birthDate: '1985-12-04',
    accounts: [
      ['ACTIVE', '034002', lindens, 'Q5VH-8DZM-3KRX'],
      ['ACTIVE', '034003', wisteria, 'T2WB-6NCF-9XPG'],
    ],
    chosen: { password: 'Moulin-Cerise-1907', email: 'claire.petit@example.org', daysAgo: 12 },
  },
  {
    name: ['M.', 'Antoine', 'Roux'],
    accounts: [
      ['ACTIVE', '034004', lindens, 'M9KT-5RXC-2WQB'],
      ['ISSUED', '034005', wisteria, 'D3HZ-7PVN-6TGK'],
    ],
    chosen: { password: 'Phare-Noisette-71', email: 'antoine.roux@example.org', daysAgo: 90 },
  },
  {
    name: ['M.', 'Henri', 'Marchand'],
    accounts: [['ACTIVE', '034006', wisteria, 'X6CQ-2MWH-8RTD']],
    chosen: { password: 'Chalet-Framboise-44', email: 'les.marchand@example.org', daysAgo: 30 },
  },
  {
    name: ['Mme', 'Odile', 'Marchand'],
    accounts: [['ISSUED', '034007', wisteria, 'G4PB-9KXV-5NZW']],
  },
  {
    name: ['M.', 'Bruno', 'Colin'],
    accounts: [['FROZEN', '034008', lindens, 'R8TW-3HQM-7CXK']],
    chosen: { password: 'Grenier-Mirabelle-29', email: 'bruno.colin@example.org', daysAgo: 60 },
  },
  {
    name: ['SCI', '', 'Les Glycines'],
    accounts: [['CLOSED', '034009', wisteria, 'K2ND-6XTZ-4VPB']],
    chosen: { password: 'Fontaine-Sureau-83', email: 'gerance@example.com', daysAgo: 300 },
  },
]

const day = 86_400_000

/** Puts everybody into an empty state, as they stand at `now`. */
export function settlePeople(state: State, now: Date): void {
  state.agencies.push(...agencies.map((agency) => ({ ...agency })))
  for (const person of people) settle(state, person, now)
}

function settle(state: State, { name, birthDate = null, accounts, issuedDaysLeft, chosen }: Person, now: Date): void {
  const [title, firstName, lastName] = name
  const ownerId = newId(state, 'owner')
  state.owners.push({ id: ownerId, agencyKey: 'tilleuls', title, firstName, lastName, birthDate })
  const credentialId = chosen ? newId(state, 'credential') : null
  if (chosen && credentialId) {
    const at = new Date(now.getTime() - chosen.daysAgo * day)
    state.credentials.push({
      id: credentialId,
      ownerId,
      email: chosen.email,
      emailVerifiedAt: at,
      password: chosen.password,
      passwordChangedAt: at,
      previousEmail: null,
      emailChangedAt: null,
      emailUndoneAt: null,
      formerEmails: [],
      resetBlockedUntil: null,
      emailRefusedAt: null,
      emailRefusedFor: null,
    })
  }
  for (const [accountState, identifier, residence, issuedPassword] of accounts) {
    state.accounts.push({
      id: newId(state, 'account'),
      ownerId,
      identifier,
      identifierKey: found(identifierKey(identifier)),
      residence,
      state: accountState,
      issuedPassword: normalIssuedPassword(issuedPassword),
      issuedExpiresAt: issuedDaysLeft === undefined ? null : new Date(now.getTime() + issuedDaysLeft * day),
      credentialId: accountState === 'ISSUED' ? null : credentialId,
      activatedAt: accountState === 'ISSUED' || !chosen ? null : new Date(now.getTime() - chosen.daysAgo * day),
    })
  }
}
