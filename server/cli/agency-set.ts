import { readFile, stat } from 'node:fs/promises'
import { Command } from 'commander'
import type { Agency } from '../generated/prisma/client.ts'
import type { TypedAgency } from '../staff/agency/details.ts'
import { setAgency } from '../staff/set-agency.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'
import { withDeps } from './open-deps.ts'

interface AgencyOptions {
  name?: string
  phone?: string
  hours?: string
  callPrice?: string
  sender?: string
  postalAddress?: string
  registration?: string
  director?: string
  hostCompany?: string
  logo?: string
  accent?: string
  host?: string[]
  default?: boolean
  json?: boolean
  by?: string
}

const help = `
Exemple :
  npm run connexion -- agency:set tilleuls --name "Syndic des Tilleuls" --phone "01 99 00 12 34" \\
    --hours "du lundi au vendredi, de 9 h à 18 h" --sender bonjour@tilleuls.example \\
    --postal-address "12 avenue des Tilleuls, 69003 Lyon" --accent "#0b5351" --host espace.tilleuls.example

Un cabinet qui existe déjà : seules les options données changent ; sans option, il est affiché.
Code de sortie : 0 enregistré ou inchangé, 2 option refusée, 3 réglages ou base de données en panne.`

/** `npm run connexion -- agency:set KEY …`: creates or changes an agency and shows it. */
export function agencySetCommand(): Command {
  return new Command('agency:set')
    .description('Enregistre un cabinet : ce que les pages et les messages montrent de lui.')
    .argument('<clé>', 'clé du cabinet, celle de la colonne « cabinet » des fichiers')
    .option('--name <nom>', 'nom montré aux propriétaires')
    .option('--phone <numéro>', 'téléphone du service')
    .option('--hours <heures>', 'quand il répond : « du lundi au vendredi, de 9 h à 18 h »')
    .option('--call-price <texte>', 'prix de l’appel (un numéro 01 à 05 ou 09 : « Appel non surtaxé. »)')
    .option('--sender <e-mail>', 'adresse d’où partent les messages, et qui est lue')
    .option('--postal-address <adresse>', 'adresse postale, au bas des messages')
    .option('--registration <texte>', 'mentions légales : forme, capital, RCS, carte professionnelle, garantie')
    .option('--director <nom>', 'mentions légales : directeur de la publication')
    .option('--host-company <texte>', 'mentions légales : hébergeur du site, avec adresse et téléphone')
    .option('--logo <fichier.svg>', 'dessin SVG simple, 8 ko au plus')
    .option('--accent <#rrvvbb>', 'couleur, lisible sur le papier du site (contraste 7)')
    .option(
      '--host <nom>',
      'nom de site de ce cabinet (option répétable ; remplace la liste)',
      (host, all: string[] = []) => [...all, host],
    )
    .option('--default', 'le cabinet montré sur les sites inconnus')
    .option('--by <nom>', 'nom de code de qui enregistre, pour le journal')
    .option('--json', 'résultat pour les programmes')
    .addHelpText('after', help)
    .action(async (key: string, options: AgencyOptions) => {
      process.exitCode = await runAgencySet(key, options)
    })
}

async function runAgencySet(key: string, options: AgencyOptions): Promise<number> {
  const { host, default: isDefault, logo, json, by, ...words } = options
  const typed: TypedAgency = {
    ...words,
    ...(host && { hosts: host }),
    ...(isDefault && { isDefault }),
    ...(logo !== undefined && { logo: await readLogoFile(logo) }),
  }
  const result = await withDeps((deps) => setAgency(deps, key, typed, by ?? null))
  if ('faults' in result) {
    const lines = result.faults.map(({ option, problem, remedy }) => `  ${option} : ${problem} ${remedy}`)
    process.stderr.write(`Rien n’est enregistré.\n${lines.join('\n')}\n`)
    if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return exitCodes.unusable
  }
  process.stdout.write(
    json ? `${JSON.stringify(result, null, 2)}\n` : `${describe(result.done, result.agency).join('\n')}\n`,
  )
  return exitCodes.done
}

async function readLogoFile(path: string): Promise<string> {
  const refuse = () => {
    throw new CommandFault('LOGO_CLOSED', `Le logo ${path} ne s’ouvre pas.`, 'Donnez le chemin d’un fichier .svg.')
  }
  const { size } = await stat(path).catch(refuse)
  // Far past what a logo may weigh: refused by its size, without reading it.
  if (size > 1_000_000) return refuse()
  return await readFile(path, 'utf8').catch(refuse)
}

const headings = { CREATED: 'Cabinet enregistré.', CHANGED: 'Cabinet modifié.', UNCHANGED: 'Rien ne change.' }

const missing = 'pas encore dit : la page « Mentions légales » le signale'

function describe(done: keyof typeof headings, agency: Agency): string[] {
  const rows: [string, string][] = [
    ['clé', `${agency.key}${agency.isDefault ? ' (par défaut)' : ''}`],
    ['nom', agency.name],
    ['téléphone', agency.phone],
    ['heures', agency.hours],
    ['prix de l’appel', agency.callPrice],
    ['expéditeur', agency.senderAddress],
    ['adresse postale', agency.postalAddress],
    ['immatriculation', agency.registration ?? missing],
    ['directeur', agency.publicationDirector ?? missing],
    ['hébergeur', agency.hostCompany ?? missing],
    ['logo', agency.logo ? `SVG, ${Buffer.byteLength(agency.logo)} octets` : 'aucun : le nom est écrit'],
    ['couleur', agency.accent ?? 'celle du site'],
    ['sites', agency.hostNames.join(', ') || 'aucun'],
  ]
  return [headings[done], ...rows.map(([name, value]) => `  ${name.padEnd(16)} ${value}`)]
}
