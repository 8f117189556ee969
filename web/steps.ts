import type { Flow } from '../client/flow.ts'

type PerStep<T> = Record<Flow['step'], T>

/** The guide's number of each step. */
export const stepNumbers = { CHOOSE_EMAIL: 1, ENTER_CODE: 2, SET_PASSWORD: 3 } as const satisfies PerStep<number>

/** The page of each step of each journey. A change of e-mail has no password to set: it ends in the settings. */
export const flowPaths: Record<Flow['kind'], PerStep<string>> = {
  MIGRATION: {
    CHOOSE_EMAIL: '/premiere-connexion/email',
    ENTER_CODE: '/premiere-connexion/code',
    SET_PASSWORD: '/premiere-connexion/mot-de-passe',
  },
  RESET: {
    CHOOSE_EMAIL: '/mot-de-passe-oublie',
    ENTER_CODE: '/mot-de-passe-oublie/code',
    SET_PASSWORD: '/mot-de-passe-oublie/nouveau',
  },
  EMAIL_CHANGE: {
    CHOOSE_EMAIL: '/espace/parametres/email',
    ENTER_CODE: '/espace/parametres/email/code',
    SET_PASSWORD: '/espace/parametres',
  },
}

/** The page of each step of a migration. */
export const stepPaths = flowPaths.MIGRATION

/** Where the page of a code hears what becomes of its mail. A reset's never does (docs/decisions/0012). */
export const statePaths = {
  MIGRATION: `${flowPaths.MIGRATION.ENTER_CODE}/etat`,
  EMAIL_CHANGE: `${flowPaths.EMAIL_CHANGE.ENTER_CODE}/etat`,
}
