import type { Handed, Town } from '../town.ts'

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

// Who plays most of them (people.ts has everybody).
export const jean = { identifier: 'TIL-0420', password: 'W4QD-XK9H-7BTC' }
export const marie = { identifier: '012345', password: 'KXTR-7M4P-Q2HN' }
export const luc = { identifier: '034001', password: 'Verger-Boussole-58' }
export const lucsAddress = 'luc.fontaine@example.org'
