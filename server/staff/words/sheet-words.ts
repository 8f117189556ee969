import type { FlowKind } from '../../domain/flow.ts'
import type { FlowStep } from '../../domain/refusals.ts'
import type { AccountState } from '../../domain/staff-action.ts'
import type { MessageKind } from '../../generated/prisma/client.ts'
import type { BriefAccount } from '../parts/account-sheet.ts'

/** The account sheet's fixed words. */
export const stateWords: Readonly<Record<AccountState, string>> = {
  ISSUED: 'attend la première connexion, avec le courrier',
  ACTIVE: 'ouvert',
  FROZEN: 'bloqué',
  CLOSED: 'fermé',
}

export const flowWords: Readonly<Record<FlowKind, string>> = {
  MIGRATION: 'première connexion',
  RESET: 'mot de passe oublié',
  EMAIL_CHANGE: 'changement d’adresse e-mail',
}

export const stepWords: Readonly<Record<FlowStep, string>> = {
  CHOOSE_EMAIL: 'doit choisir son adresse e-mail',
  ENTER_CODE: 'doit écrire le code reçu par e-mail',
  SET_PASSWORD: 'doit choisir son mot de passe',
}

export const messageWords: Readonly<Record<MessageKind, string>> = {
  MIGRATION_CODE: 'code de première connexion',
  ACCOUNT_OPENED: '« votre espace est ouvert »',
  RESET_CODE: 'code de mot de passe oublié',
  EMAIL_CHANGE_CODE: 'code de changement d’adresse',
  PASSWORD_CHANGED: '« mot de passe changé »',
  EMAIL_CHANGED: '« adresse e-mail changée »',
  ACCOUNT_FROZEN: 'avis de blocage au cabinet',
  FREEZE_NOTICE: '« votre compte est bloqué »',
  RESET_GUARDED: '« quelqu’un a essayé de changer votre mot de passe »',
  STAFF_ACTION: 'avis d’une action du service',
  WEBHOOK_STOPPED: 'avis à un partenaire',
}

/** « 012345 (Résidence Les Tilleuls, ouvert) ». */
export function brief({ identifier, residence, state }: BriefAccount): string {
  return `${identifier} (${residence}, ${stateWords[state]})`
}
