import type { Flow } from '../client/flow.ts'

type PerStep<T> = Record<Flow['step'], T>

/** The guide's number of each step. */
export const stepNumbers = { CHOOSE_EMAIL: 1, ENTER_CODE: 2, SET_PASSWORD: 3 } as const satisfies PerStep<number>

/** The page of each step of a migration. */
export const stepPaths: PerStep<string> = {
  CHOOSE_EMAIL: '/premiere-connexion/email',
  ENTER_CODE: '/premiere-connexion/code',
  SET_PASSWORD: '/premiere-connexion/mot-de-passe',
}
