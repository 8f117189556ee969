import { isAbsolute, join } from 'node:path'
import type { Command } from 'commander'
import { exportOwner } from '../staff/export-owner.ts'
import { newFile } from './new-file.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Écrit tout ce que la base garde sur le propriétaire d’un compte, en mots simples (droit d’accès, RGPD article 15).
Ni mot de passe ni code : ils sont gardés sous une forme que personne ne peut relire.
Vérifiez à qui vous remettez ce fichier, puis effacez-le. Il ne doit pas exister.

Exemple :
  npm run connexion -- owner:export 012345 --by accueil-2 --reason "demande écrite du 22 novembre" --out copie.json
`

/** `npm run connexion -- owner:export IDENTIFIER --out FILE`: everything held about an owner. */
export function ownerExportCommand(): Command {
  return staffCommand('owner:export', 'Écrit une copie des données d’un propriétaire.', help)
    .option('--out <fichier>', 'où écrire la copie ; obligatoire')
    .action(async (identifier: string, { out = '', ...options }: StaffOptions & { out?: string }) => {
      const file = newFile(out, 'Dites où écrire la copie : --out copie.json')
      const sink = {
        write: (copy: object) => file.write(`${JSON.stringify(copy, null, 2)}\n`),
        discard: () => file.discard(),
      }
      await runStaff(
        identifier,
        options,
        (deps, request) => exportOwner(deps, request, sink),
        ({ identifiers }) => [
          `Fait : la copie est dans ${isAbsolute(out) ? out : join(process.cwd(), out)}`,
          '  Vous seul pouvez lire ce fichier. Remettez-le au propriétaire, puis effacez-le.',
          `  ${identifiers.length > 1 ? 'Comptes' : 'Compte'} : ${identifiers.join(', ')}`,
        ],
      )
    })
}
