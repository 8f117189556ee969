// The other composition root: one command, one file. Run as `npm run connexion -- <command>`.
import { Command, CommanderError } from 'commander'
import { StartFault } from '../start-fault.ts'
import { accountCloseCommand } from './account-close.ts'
import { accountFreezeCommand } from './account-freeze.ts'
import { accountReissueCommand } from './account-reissue.ts'
import { accountReopenCommand } from './account-reopen.ts'
import { accountShowCommand } from './account-show.ts'
import { accountThawCommand } from './account-thaw.ts'
import { accountUnlockCommand } from './account-unlock.ts'
import { addressesRefusedCommand } from './addresses-refused.ts'
import { agencySetCommand } from './agency-set.ts'
import { auditVerifyCommand } from './audit-verify.ts'
import { databasePrepareCommand } from './database-prepare.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'
import { describeUsage, inFrench } from './french-help.ts'
import { importCommand } from './import.ts'
import { mailCheckCommand } from './mail-check.ts'
import { ownerDetachEmailCommand } from './owner-detach-email.ts'
import { ownerEraseCommand } from './owner-erase.ts'
import { ownerExportCommand } from './owner-export.ts'
import { partnerAgenciesCommand } from './partner-agencies.ts'
import { partnerContactCommand } from './partner-contact.ts'
import { partnerCreateCommand } from './partner-create.ts'
import { partnerKeyCommand } from './partner-key.ts'
import { partnerRevokeCommand } from './partner-revoke.ts'
import { partnerShowCommand } from './partner-show.ts'
import { partnerWebhookCommand } from './partner-webhook.ts'

const program = inFrench(new Command('npm run connexion --'))
  .description('Les commandes du service : importer des propriétaires, enregistrer un cabinet, aider au téléphone.')
  .helpCommand(false)
const commands = [
  importCommand(),
  agencySetCommand(),
  accountShowCommand(),
  accountReissueCommand(),
  accountUnlockCommand(),
  accountFreezeCommand(),
  accountThawCommand(),
  accountCloseCommand(),
  accountReopenCommand(),
  ownerDetachEmailCommand(),
  ownerExportCommand(),
  ownerEraseCommand(),
  addressesRefusedCommand(),
  partnerCreateCommand(),
  partnerAgenciesCommand(),
  partnerContactCommand(),
  partnerKeyCommand(),
  partnerRevokeCommand(),
  partnerShowCommand(),
  partnerWebhookCommand(),
  mailCheckCommand(),
  databasePrepareCommand(),
  auditVerifyCommand(),
]
for (const command of commands) program.addCommand(inFrench(command))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** Says what went wrong on standard error (and as JSON for --json), and gives the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done
    if (error.code === 'commander.help') return exitCodes.unusable
    return say('USAGE', describeUsage(error), 'Voir : npm run connexion -- --help', exitCodes.unusable)
  }
  if (error instanceof CommandFault) return say(error.code, error.message, error.remedy, error.exitCode)
  if (error instanceof StartFault) return say('SETTINGS', error.message, 'Corrigez les réglages.', exitCodes.broken)
  // A driver's error may carry a row: its words alone, never its detail (security.md rule 11).
  const words = error instanceof Error ? `${error.name} : ${error.message.trim().split('\n').at(-1)}` : String(error)
  return say(
    'BROKEN',
    words,
    'Rien n’est doublé ni perdu : corrigez, puis relancez la même commande.',
    exitCodes.broken,
  )
}

function say(code: string, problem: string, remedy: string, exitCode: number): number {
  process.stderr.write(`${problem}\n${remedy}\n`)
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code, problem, remedy }, exitCode }, null, 2)}\n`)
  }
  return exitCode
}
