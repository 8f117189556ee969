import { Command } from 'commander'
import type { ImportReport } from '../staff/import/report.ts'
import { importOwners } from '../staff/import-owners.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'
import { describeFileFault, describeReport } from './import-words.ts'
import { type CommandDeps, withDeps } from './open-deps.ts'
import { defaultRefusedPath, openOwnersFile, openRefusedFile, requireReadable } from './owners-file.ts'
import { createProgress } from './progress.ts'

interface ImportCommandOptions {
  dryRun?: boolean
  update?: boolean
  json?: boolean
  refused?: string
  by?: string
}

const help = `
Colonnes (première ligne, dans n’importe quel ordre ; synonymes français et anglais admis) :
  proprietaire;civilite;prenom;nom;date_naissance;cabinet;identifiant;residence;mot_de_passe
  civilite, prenom et date_naissance (JJ/MM/AAAA ou AAAA-MM-JJ) peuvent manquer.
  mot_de_passe : en clair, ou $argon2id$…, $2b$… (bcrypt), md5:… ou sha1:…
  Séparateur ; , ou tabulation. UTF-8 ou Windows-1252.

Relancer la même commande ne change rien. Les lignes refusées vont dans un fichier avec la ligne,
la colonne, le problème et le remède ; les mots de passe y sont masqués.

Code de sortie :
  0  tout est pris ou inchangé
  1  des lignes sont refusées, ou ont changé et attendent --update
  2  fichier inutilisable ou commande mal écrite
  3  réglages ou base de données en panne : relancez ensuite la même commande
  130  interrompu (Ctrl-C) : relancez la même commande`

/** `npm run connexion -- import owners.csv`: brings owners and accounts in from a file. */
export function importCommand(): Command {
  return new Command('import')
    .description('Importe les propriétaires et leurs comptes depuis un fichier CSV.')
    .argument('<fichier>', 'le fichier des propriétaires')
    .option('--dry-run', 'juge tout le fichier, n’écrit rien')
    .option('--update', 'applique les lignes qui ont changé (jamais le mot de passe d’un compte ouvert)')
    .option('--json', 'rapport pour les programmes, sur la sortie standard')
    .option('--refused <fichier>', 'où écrire les lignes refusées (par défaut : à côté, en .refus.csv)')
    .option('--by <nom>', 'nom de code de qui importe, pour le journal (ni nom de personne ni e-mail)')
    .addHelpText('after', help)
    .action(async (path: string, options: ImportCommandOptions) => {
      process.exitCode = await runImport(path, options)
    })
}

async function runImport(path: string, options: ImportCommandOptions): Promise<number> {
  if (options.by !== undefined && !/^[a-z0-9][a-z0-9._-]{0,31}$/i.test(options.by)) {
    throw new CommandFault(
      'BY_FORM',
      '--by n’est pas un nom de code.',
      'Des lettres, des chiffres, des tirets : --by accueil-2',
    )
  }
  requireReadable(path)
  return await withDeps((deps) => takeFile(deps, path, options))
}

async function takeFile(deps: CommandDeps, path: string, options: ImportCommandOptions): Promise<number> {
  const file = await openOwnersFile(path)
  const refused = await openRefusedFile(options.refused ?? defaultRefusedPath(path), path)
  const bar = createProgress(process.stderr)
  const { signal, stop } = interruption()
  try {
    const { dryRun = false, update = false, by = null } = options
    const result = await importOwners(
      deps,
      file,
      { realm: 'live', dryRun, update, by },
      {
        signal,
        begin(shape, rows) {
          refused.begin(shape)
          bar.begin(rows)
        },
        advance: (rows) => bar.advance(rows),
        refused: (row) => refused.write(row),
      },
    )
    const refusedFile = await refused.close()
    if ('fault' in result) throw describeFileFault(result.fault)
    bar.end(result.interrupted ? 'Interrompu.' : 'Terminé.')
    const exitCode = judgeExit(result)
    const printed = options.json
      ? JSON.stringify({ ...result, refusedFile, exitCode }, null, 2)
      : describeReport(result, refusedFile).join('\n')
    process.stdout.write(`${printed}\n`)
    return exitCode
  } finally {
    stop()
    bar.end('Arrêté.')
    await refused.close()
    await file.close()
  }
}

function judgeExit(report: ImportReport): number {
  if (report.interrupted) return exitCodes.interrupted
  return report.refused > 0 || report.changed.pending > 0 ? exitCodes.incomplete : exitCodes.done
}

/** The first Ctrl-C lets the batch in hand be written; the next ends the program, which loses nothing either. */
function interruption(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  return { signal: controller.signal, stop: () => process.off('SIGINT', abort).off('SIGTERM', abort) }
}
