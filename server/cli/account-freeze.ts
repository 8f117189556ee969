import type { Command } from 'commander'
import { freezeAccount } from '../staff/freeze-account.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Pour qui appelle en disant « ce n’est pas moi » : un autre est entré avec le courrier, ou lit la boîte e-mail.
Ferme seulement : plus personne ne se connecte, et rien ne s’annule plus depuis cette boîte, seulement par téléphone.
Ensuite : owner:detach-email (trois jours d’attente), ou account:thaw --keep-email si c’était une erreur.

Exemple :
  npm run connexion -- account:freeze 012345 --by accueil-2 --reason "dit ne s’être jamais connecté"
`

/** `npm run connexion -- account:freeze IDENTIFIER`: « ce n'est pas moi », said on the phone. */
export function accountFreezeCommand(): Command {
  return staffCommand('account:freeze', 'Bloque un compte dont le propriétaire dit « ce n’est pas moi ».', help).action(
    (identifier: string, options: StaffOptions) =>
      runStaff(identifier, options, freezeAccount, ({ identifiers, told }) => [
        `Fait : ${identifiers.join(', ')} ${identifiers.length > 1 ? 'sont bloqués' : 'est bloqué'}.`,
        '  Pour rendre le compte à son propriétaire par courrier : owner:detach-email, dès maintenant.',
        toldLine(told),
      ]),
  )
}
