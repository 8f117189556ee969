import type { MessageKind } from './mail-state.ts'

/**
 * Subject and text of a mock's mail. They are the mock's own, and say so: the real ones are written in MJML by the
 * server, and what a program may count on is `code` and `link`.
 */
export function mailWords(
  kind: MessageKind,
  { code, link, about }: { code: string | null; link: string | null; about: string | null },
): { subject: string; text: string } {
  const what = subjects[kind]
  const lines = [
    `Message simulé : ${what}.`,
    ...(code ? [`Code : ${code}`] : []),
    ...(about ? [`Nouvelle adresse : ${about}`] : []),
    ...(link ? [`Bloquer mon compte : ${link}`] : []),
  ]
  return { subject: `[simulé] ${what}`, text: lines.join('\n') }
}

const subjects: Readonly<Record<MessageKind, string>> = {
  MIGRATION_CODE: 'Code de première connexion',
  RESET_CODE: 'Code pour changer de mot de passe',
  EMAIL_CHANGE_CODE: 'Code pour confirmer cette adresse',
  ACCOUNT_OPENED: 'Votre espace est ouvert',
  PASSWORD_CHANGED: 'Votre mot de passe a été changé',
  EMAIL_CHANGED: 'Votre adresse e-mail a été changée',
  ACCOUNT_FROZEN: 'Compte bloqué par son propriétaire',
  FREEZE_NOTICE: 'Vos comptes ont été bloqués',
  RESET_GUARDED: 'Mot de passe oublié : trop de codes faux',
}
