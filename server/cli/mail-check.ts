import { Command } from 'commander'
import { readEmail } from '../domain/email-address.ts'
import { checkMail } from '../mail/check/check-mail.ts'
import type { Finding } from '../mail/check/finding.ts'
import { createLookUps } from '../mail/check/look-ups.ts'
import { sendTrial } from '../mail/check/send-trial.ts'
import { createRoutes } from '../mail/routes.ts'
import type { Transport } from '../mail/transport.ts'
import { createMailDomains } from '../mail-domains.ts'
import { systemRandom } from '../random.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'
import { type CommandDeps, withDeps } from './open-deps.ts'

const help = `
Regarde ce qui décide si les messages arrivent : le relais ou l’envoi direct, et pour le domaine de chaque cabinet MX,
SPF, DKIM (la clé publiée est-elle celle qui signe ?), DMARC, et le nom inverse de l’adresse d’envoi. Ne change rien.

Exemple :
  npm run connexion -- mail:check --to votre.adresse@orange.fr

Code de sortie : 0 rien à corriger (les « attention » n’empêchent pas l’envoi), 1 un défaut, 2 option illisible,
3 réglages ou base de données en panne.`

/** `npm run connexion -- mail:check`: will our mails arrive? */
export function mailCheckCommand(): Command {
  return new Command('mail:check')
    .description('Vérifie que les messages peuvent partir et arriver.')
    .option('--to <e-mail>', 'envoie un essai à cette adresse, de la part de chaque cabinet')
    .option('--json', 'résultat pour les programmes')
    .addHelpText('after', help)
    .action(async ({ to, json }: { to?: string; json?: boolean }) => {
      const address = to === undefined ? null : readAddress(to)
      const findings = await withDeps((deps) => check(deps, address))
      process.stdout.write(json ? `${JSON.stringify({ findings }, null, 2)}\n` : `${describe(findings).join('\n')}\n`)
      process.exitCode = findings.some(({ level }) => level === 'FAULT') ? exitCodes.incomplete : exitCodes.done
    })
}

function readAddress(typed: string): string {
  const read = readEmail(typed)
  if ('address' in read) return read.address
  throw new CommandFault('TO', '--to n’est pas une adresse e-mail.', 'Par exemple : --to marie.durand@orange.fr')
}

async function check({ db, clock, settings }: CommandDeps, to: string | null): Promise<Finding[]> {
  const mailDomains = createMailDomains(settings.mail.dnsServers, clock)
  const dns = createLookUps(settings.mail.dnsServers)
  const findings = await checkMail({ db, mailDomains, settings, dns })
  if (to === null) return findings
  const transport = createRoutes({ mailDomains, clock, settings }, nowhere)
  try {
    for (const agency of await db.agency.findMany({ orderBy: { key: 'asc' } })) {
      const id = Buffer.from(systemRandom.bytes(16)).toString('hex')
      findings.push(await sendTrial(transport, agency, to, { now: clock.now(), id }))
    }
  } finally {
    await transport.close()
  }
  return findings
}

/** Neither relay nor direct mode: a demonstration sends nothing. */
const nowhere: Transport = {
  send: async () => ({ accepted: false, kind: 'away', reply: 'relay none', by: null }),
  close: async () => {},
}

const marks: Readonly<Record<Finding['level'], string>> = { OK: 'ok', WARNING: 'attention', FAULT: 'DÉFAUT' }

function describe(findings: readonly Finding[]): string[] {
  const faults = findings.filter(({ level }) => level === 'FAULT').length
  return [
    ...findings.map(
      ({ subject, level, says, remedy }) =>
        `${marks[level].padEnd(10)} ${subject} — ${says}${remedy === null ? '' : ` → ${remedy}`}`,
    ),
    '',
    faults === 0
      ? 'Rien n’empêche les messages de partir.'
      : `${faults} ${faults > 1 ? 'défauts' : 'défaut'} à corriger.`,
  ]
}
