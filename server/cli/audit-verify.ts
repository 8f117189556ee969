import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { readSeal, type Seal, writeSeal } from '../audit/chain.ts'
import type { AuditFault } from '../audit/judge-event.ts'
import { type AuditReport, verifyAudit } from '../audit/verify.ts'
import { createKeyRing } from '../keys.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'
import { withDeps } from './open-deps.ts'

interface VerifyOptions {
  anchor?: string[]
  log?: string
  json?: boolean
}

const help = `
Recalcule chaque sceau, du plus ancien événement gardé au plus récent, avec les clés de CONNEXION_KEYS.
Sans sceau gardé hors de la base, une fin coupée ne se voit pas : donnez le journal du programme, ou le dernier sceau.

Exemple :
  npm run connexion -- audit:verify --log /var/log/connexion.log

Code de sortie : 0 intact, 1 modifié (le premier numéro fautif est dit), 2 option illisible, 3 réglages ou base en panne.`

/** `npm run connexion -- audit:verify`: has anybody edited, deleted, inserted or moved an event? */
export function auditVerifyCommand(): Command {
  return new Command('audit:verify')
    .description('Vérifie que personne n’a modifié le journal des événements.')
    .option(
      '--anchor <numéro:sceau>',
      'un sceau noté hors de la base (option répétable)',
      (seal, all: string[] = []) => [...all, seal],
    )
    .option('--log <fichier>', 'le journal du programme : tous les sceaux qu’il contient sont comparés')
    .option('--json', 'résultat pour les programmes')
    .addHelpText('after', help)
    .action(async ({ anchor = [], log, json }: VerifyOptions) => {
      const kept = [...anchor.map(readAnchor), ...(log === undefined ? [] : await sealsIn(log))]
      const report = await withDeps(({ db, settings }) =>
        verifyAudit({ db, keys: createKeyRing(settings.keys.ring, settings.keys.currentId) }, kept),
      )
      const told = { ...report, newest: writeSeal(report.newest) }
      process.stdout.write(
        json ? `${JSON.stringify(told, null, 2)}\n` : `${describe(report, kept.length).join('\n')}\n`,
      )
      process.exitCode = report.fault ? exitCodes.tampered : exitCodes.done
    })
}

function readAnchor(text: string): Seal {
  const seal = readSeal(text)
  if (seal) return seal
  throw new CommandFault(
    'ANCHOR',
    `« ${text.slice(0, 80)} » n’est pas un sceau.`,
    'Recopiez-le du journal : 1204:9f3a…',
  )
}

/** Every seal that a log of the program tells, whatever else stands in it. */
async function sealsIn(path: string): Promise<Seal[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandFault('LOG_CLOSED', `Le journal ${path} ne s’ouvre pas.`, 'Donnez le chemin d’un fichier lisible.')
  })
  return [...text.matchAll(/"seal":"(\d+:[0-9a-f]{64})"/g)].flatMap(([, seal = '']) => readSeal(seal) ?? [])
}

const faults: Readonly<Record<AuditFault['reason'], string>> = {
  MISSING: 'aucun événement ne porte ce numéro',
  EDITED: 'l’événement, ou ce qui le précède, n’est pas ce qui a été scellé',
  DETAIL: 'son détail a été modifié, ou retiré sans que son propriétaire ait été effacé',
  ANCHOR: 'la purge qui s’arrête là n’est pas signée par nous',
  KEY: 'la clé de son sceau n’est plus dans CONNEXION_KEYS : remettez-la pour vérifier',
  OTHER: 'hors de la base, un autre événement est noté sous ce numéro',
}

function describe({ fault, ...report }: AuditReport, kept: number): string[] {
  const { sealed, first, newest, erased, waiting, compared } = report
  const lines = [
    `  ${sealed} événements intacts à partir du numéro ${first}, ${waiting} pas encore scellés`,
    `  ${erased} détails effacés avec leur propriétaire`,
    `  ${compared} sceaux gardés hors de la base comparés, sur ${kept} donnés`,
  ]
  if (fault) return [`MODIFIÉ au numéro ${fault.number} : ${faults[fault.reason]}.`, ...lines]
  const advice = kept === 0 ? ['  Sans --log ni --anchor, une fin coupée ne se verrait pas.'] : []
  return ['Intact.', ...lines, ...advice, `  Dernier sceau : ${writeSeal(newest)}`]
}
