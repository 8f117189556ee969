import type { FileFault } from '../staff/import/read-file.ts'
import type { ImportReport } from '../staff/import/report.ts'
import { CommandFault } from './exit-codes.ts'

/** Refusals and changes named one by one on a terminal; the file has them all. */
const shown = 10

const exportAgain = 'Dans le tableur : Enregistrer sous, « CSV UTF-8 (délimité par des points-virgules) ».'

/** Why the whole file is refused, and what to do. */
export function describeFileFault(fault: FileFault): CommandFault {
  switch (fault.code) {
    case 'EMPTY':
      return new CommandFault(fault.code, 'Le fichier ne contient aucune ligne à importer.', 'Vérifiez l’export.')
    case 'SPREADSHEET':
      return new CommandFault(fault.code, 'Le fichier est un classeur de tableur.', exportAgain)
    case 'UTF16':
      return new CommandFault(fault.code, 'Le fichier est en UTF-16.', exportAgain)
    case 'BINARY':
      return new CommandFault(fault.code, 'Le fichier n’est pas un texte.', exportAgain)
    case 'HEADER_UNREADABLE':
      return new CommandFault(fault.code, 'La première ligne, celle des noms de colonnes, est illisible.', exportAgain)
    case 'COLUMN_TWICE':
      return new CommandFault(
        fault.code,
        `Deux colonnes sont la colonne « ${fault.column} ».`,
        'Enlevez ou renommez l’une des deux.',
      )
    case 'TOO_MANY_ROWS': {
      const most = fault.most.toLocaleString('fr-FR')
      return new CommandFault(fault.code, `Le fichier a plus de ${most} lignes.`, 'Coupez-le en plusieurs fichiers.')
    }
    case 'COLUMNS_MISSING': {
      const found = fault.found.map((name) => name.slice(0, 30)).join(', ')
      return new CommandFault(
        fault.code,
        `Il manque des colonnes : ${fault.columns.join(', ')}. Trouvées : ${found}.`,
        'La première ligne porte les noms des colonnes. Voir : npm run connexion -- import --help',
      )
    }
  }
}

/** The report for people. */
export function describeReport(report: ImportReport, refusedPath: string | null): string[] {
  const { changed, outsideTimingGuarantee: outside } = report
  const lines = [
    `${report.dryRun ? 'Essai à blanc, rien n’est écrit. ' : ''}${count(report.rows, 'ligne lue', 'lignes lues')} en ${formatSeconds(report.seconds)} (${report.encoding}, séparateur ${report.separator === '\t' ? 'tabulation' : report.separator}).`,
    `  ${count(report.newAccounts, 'nouveau compte', 'nouveaux comptes')}, ${count(report.newOwners, 'nouveau propriétaire', 'nouveaux propriétaires')}`,
    `  ${count(report.unchanged, 'ligne inchangée', 'lignes inchangées')}`,
  ]
  if (changed.applied > 0) lines.push(`  ${count(changed.applied, 'ligne modifiée', 'lignes modifiées')}`)
  if (changed.pending > 0) {
    lines.push(
      `  ${count(changed.pending, 'ligne a changé', 'lignes ont changé')} : relancez avec --update pour l’appliquer`,
    )
    lines.push(
      ...listed(
        changed.lines.map(({ line, columns }) => `    ligne ${line} : ${columns.join(', ')}`),
        changed.pending,
      ),
    )
  }
  if (report.passwordsKept > 0) {
    lines.push(
      `  ${count(report.passwordsKept, 'compte ouvert ou au courrier refait', 'comptes ouverts ou au courrier refait')} : le mot de passe du fichier est ignoré`,
    )
  }
  if (outside.count > 0) {
    lines.push(
      `  ${count(outside.count, 'mot de passe', 'mots de passe')} hors de la garantie de temps jusqu’à la première connexion (empreinte d’un autre réglage)`,
    )
    lines.push(...listed([`    lignes ${outside.lines.slice(0, shown).join(', ')}`], Math.ceil(outside.count / shown)))
  }
  if (report.ignoredColumns.length > 0) lines.push(`  Colonnes ignorées : ${report.ignoredColumns.join(', ')}`)
  if (report.refused > 0) {
    lines.push(
      `  ${count(report.refused, 'ligne refusée', 'lignes refusées')}${refusedPath ? ` : ${refusedPath} (mots de passe masqués)` : ''}`,
    )
    const named = report.refusals.slice(0, shown).map(({ line, problems }) => {
      const words = problems.map(
        ({ column, problem, remedy }) => `${column ? `${column} : ` : ''}${problem}\n      → ${remedy}`,
      )
      return `    ligne ${line}\n      ${words.join('\n      ')}`
    })
    lines.push(...listed(named, report.refused))
  }
  if (report.interrupted)
    lines.push('  Interrompu. Ce qui est pris le reste : relancez la même commande pour la suite.')
  return lines
}

function listed(lines: string[], total: number): string[] {
  const some = lines.slice(0, shown)
  return total > some.length ? [...some, `    … et ${total - some.length} autres`] : some
}

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString('fr-FR')} ${n < 2 ? one : many}`
}

function formatSeconds(seconds: number): string {
  return seconds < 60
    ? `${seconds.toFixed(1).replace('.', ',')} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
