import type { Command } from 'commander'
import { reopenAccount } from '../staff/reopen-account.ts'
import { lettersFile } from './letters-file.ts'
import { describeLetters } from './letters-words.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Pour un compte fermé par erreur. Il attend alors une première connexion, avec un nouveau courrier.
L’adresse e-mail vérifiée du propriétaire reste la seule où le code est envoyé.

Exemple :
  npm run connexion -- account:reopen 012345 --by accueil-2 --reason "fermé à la place du 012354" --out courrier.csv
`

/** `npm run connexion -- account:reopen IDENTIFIER --out FILE`: a closed account back to a letter. */
export function accountReopenCommand(): Command {
  return staffCommand('account:reopen', 'Rouvre un compte fermé par erreur, avec un nouveau courrier.', help)
    .option('--out <fichier>', 'où écrire les données du courrier ; obligatoire')
    .action(async (identifier: string, { out = '', ...options }: StaffOptions & { out?: string }) => {
      const sink = lettersFile(out)
      await runStaff(
        identifier,
        options,
        (deps, request) => reopenAccount(deps, request, sink),
        (done) => describeLetters(done, out),
      )
    })
}
