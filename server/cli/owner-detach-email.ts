import type { Command } from 'commander'
import { detachEmail } from '../staff/detach-email.ts'
import { lettersFile } from './letters-file.ts'
import { describeLetters } from './letters-words.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Pour qui a perdu sa boîte e-mail. Toutes les adresses connues sont prévenues et peuvent annuler pendant
trois jours ; relancez ensuite. Des comptes tous bloqués par « Ce n’est pas moi » : tout de suite. Bloqués par le
service : trois jours aussi, sans annulation par e-mail.
Chaque compte de cette adresse reçoit alors un nouveau courrier, et une nouvelle adresse sera choisie avec lui.

Exemple :
  npm run connexion -- owner:detach-email 012345 --by accueil-2 --reason "boîte perdue" --out courriers.csv
`

/** `npm run connexion -- owner:detach-email IDENTIFIER --out FILE`: a lost mailbox, back to letters. */
export function ownerDetachEmailCommand(): Command {
  return staffCommand('owner:detach-email', 'Retire une adresse e-mail perdue et refait les courriers.', help)
    .option('--out <fichier>', 'où écrire les données des courriers ; obligatoire')
    .action(async (identifier: string, { out = '', ...options }: StaffOptions & { out?: string }) => {
      const sink = lettersFile(out)
      await runStaff(
        identifier,
        options,
        (deps, request) => detachEmail(deps, request, sink),
        (done) => describeLetters(done, out),
      )
    })
}
