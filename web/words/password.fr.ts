import type { PasswordPolicy, PasswordRule } from '../../client/password-policy.ts'
import { fr, listed, rich } from './typography.ts'

/** C5. */
export const password = {
  title: fr`Choisissez votre mot de passe`,
  servesFor: fr`Ce mot de passe servira pour :`,
  account: (account: { residence: string; identifier: string }) =>
    rich`**${account.residence}** – identifiant ${account.identifier}`,
  write: rich`Écrivez-le sur votre papier **avant** de continuer.`,
  identifier: fr`Votre identifiant`,
  label: fr`Nouveau mot de passe`,
  hint: fr`Une idée : 3 mots sans lien, avec une majuscule et un nombre. Par exemple : Vélo-tulipe-lampe-42.`,
  again: fr`Écrivez de nouveau votre mot de passe.`,
  rulesIntro: fr`Format à respecter :`,
  met: fr`— fait`,
  unmet: fr`— à faire`,
  count: ['{met} règle sur {all} est respectée.', '{met} règles sur {all} sont respectées.'].map((s) => fr`${s}`),
  confirmation: fr`Confirmez votre mot de passe`,
  valid: fr`Mot de passe validé ✓`,
  wellFormed: fr`Format respecté ✓`,
  advice: fr`Évitez les mots familiers (nom de famille, date de naissance). Évitez de reprendre le mot de passe d'un autre compte.`,
  noted: fr`J'ai noté ce mot de passe en lieu sûr`,
  submit: fr`Terminer`,
  keep: {
    text: (accounts: readonly { identifier: string }[]) =>
      fr`Vous avez déjà un mot de passe, pour ${accounts.length > 1 ? 'les identifiants' : "l'identifiant"} ${listed(accounts.map((a) => a.identifier))}.`,
    use: fr`Utiliser mon mot de passe actuel`,
    other: fr`En choisir un autre`,
    back: fr`Garder mon mot de passe actuel`,
  },
}

/** The lines of the checklist, in their order: rules that tell an owner what to do while typing. */
export function checklist(policy: PasswordPolicy): { rule: PasswordRule; text: string }[] {
  const lines: Partial<Record<PasswordRule, string>> = {
    MIN_LENGTH: fr`${policy.minLength} caractères minimum`,
    UPPERCASE: fr`au moins une majuscule`,
    LOWERCASE: fr`au moins une minuscule`,
    DIGIT: fr`au moins un chiffre`,
    NOT_COMMON: fr`difficile à deviner`,
  }
  return policy.rules.flatMap((rule) => {
    const text = lines[rule]
    return text ? [{ rule, text }] : []
  })
}

/** What to write beside the field for each rule that is not met. `length` is what was typed, in characters. */
export const passwordFaults: Record<PasswordRule, (policy: PasswordPolicy, length: number) => string> = {
  MIN_LENGTH: (policy, length) =>
    length === 0
      ? fr`Choisissez un mot de passe.`
      : fr`Il est trop court : ${length} caractère${length > 1 ? 's' : ''}. Il en faut au moins ${policy.minLength}.`,
  MAX_LENGTH: (policy, length) => fr`Il est trop long : ${length} caractères. Il en faut ${policy.maxLength} au plus.`,
  UPPERCASE: () => fr`Ajoutez une lettre majuscule.`,
  LOWERCASE: () => fr`Ajoutez une lettre minuscule.`,
  DIGIT: () => fr`Ajoutez un chiffre.`,
  NOT_COMMON: () => fr`Ce mot de passe est trop connu. Choisissez-en un autre.`,
  NOT_PERSONAL: () => fr`N'utilisez pas votre nom, votre date de naissance, votre identifiant ou votre e-mail.`,
  NOT_ISSUED: () => fr`Ce mot de passe est celui du courrier. Choisissez-en un autre.`,
  NOT_CURRENT: () => fr`C'est votre ancien mot de passe. Choisissez-en un autre.`,
  MATCHES_CONFIRMATION: () => fr`Les deux mots de passe sont différents.`,
}
