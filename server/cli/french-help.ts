import type { Command, CommanderError } from 'commander'

const titles: Record<string, string> = {
  'Usage:': 'Usage :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
}

const problems: Record<string, string> = {
  'commander.missingArgument': 'Il manque un argument.',
  'commander.optionMissingArgument': 'Il manque la valeur d’une option.',
  'commander.unknownOption': 'Cette option n’existe pas.',
  'commander.unknownCommand': 'Cette commande n’existe pas.',
  'commander.invalidArgument': 'Cette valeur n’est pas admise.',
  'commander.excessArguments': 'Il y a un argument de trop.',
}

/** Commander speaks English; whoever runs these commands may not. Its faults are thrown, and said in `describeUsage`. */
export function inFrench(command: Command): Command {
  return command
    .helpOption('-h, --help', 'affiche cette aide')
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: () => {} })
    .exitOverride()
}

/** What was wrong with the command line, with the words of it that commander names. */
export function describeUsage(error: CommanderError): string {
  const named = /'([^']*)'/.exec(error.message)?.[1]
  return `${problems[error.code] ?? error.message}${named ? ` (${named})` : ''}`
}
