import type { Command } from 'commander'
import { reissueAccount } from '../staff/reissue-account.ts'
import { lettersFile } from './letters-file.ts'
import { describeLetters } from './letters-words.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Un compte qui attend sa première connexion : tout de suite, l’ancien courrier ne vaut plus rien.
Un compte ouvert : le propriétaire est d’abord prévenu et peut annuler pendant trois jours ; relancez ensuite.
Le fichier (CSV, pour le publipostage) ne doit pas exister ; le mot de passe n’est écrit que là.

Exemple :
  npm run connexion -- account:reissue 012345 --by accueil-2 --reason "courrier perdu" --out courrier.csv
`

/** `npm run connexion -- account:reissue IDENTIFIER --out FILE`: a new letter. */
export function accountReissueCommand(): Command {
  return staffCommand('account:reissue', 'Refait le courrier d’un compte, avec un nouveau mot de passe.', help)
    .option('--out <fichier>', 'où écrire les données du courrier ; obligatoire')
    .action(async (identifier: string, { out = '', ...options }: StaffOptions & { out?: string }) => {
      const sink = lettersFile(out)
      await runStaff(
        identifier,
        options,
        (deps, request) => reissueAccount(deps, request, sink),
        (done) => describeLetters(done, out),
      )
    })
}
