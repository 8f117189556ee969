import type { Command } from 'commander'
import { detachEmail } from '../staff/detach-email.ts'
import { lettersCommand } from './letters-command.ts'

const help = `Pour qui a perdu sa boîte e-mail. Toutes les adresses connues sont prévenues et peuvent annuler pendant
trois jours ; relancez ensuite. Des comptes tous bloqués par « Ce n’est pas moi » : tout de suite. Bloqués par le
service : trois jours aussi, sans annulation par e-mail.
Chaque compte de cette adresse reçoit alors un nouveau courrier, et une nouvelle adresse sera choisie avec lui.

Exemple :
  npm run connexion -- owner:detach-email 012345 --by accueil-2 --reason "boîte perdue" --out courriers.csv
`

/** `npm run connexion -- owner:detach-email IDENTIFIER --out FILE`: a lost mailbox, back to letters. */
export function ownerDetachEmailCommand(): Command {
  return lettersCommand(
    'owner:detach-email',
    'Retire une adresse e-mail perdue et refait les courriers.',
    help,
    detachEmail,
  )
}
