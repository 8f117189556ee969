import { Command } from 'commander'
import type { Deps } from '../deps.ts'
import { createKeyRing } from '../keys.ts'
import type { PartnerRefused } from '../partners/parts/faults.ts'
import type { TypedKey } from '../partners/parts/judge-key-request.ts'
import { systemRandom } from '../random.ts'
import { exitCodes } from './exit-codes.ts'
import { withDeps } from './open-deps.ts'
import { partnerFault } from './partner-words.ts'

export interface PartnerOptions {
  by?: string
  json?: boolean
}

export interface KeyOptions extends PartnerOptions {
  kind?: string
  scope?: string[]
  agency?: string[]
  network?: string[]
  origin?: string[]
  days?: string
}

const exits = `
Code de sortie : 0 fait, 2 refusé (rien ne change), 3 réglages ou base de données en panne.`

const gather = (word: string, all: string[] = []) => [...all, word]

/** A command about one partner: who does it is asked and recorded. */
export function partnerCommand(name: string, description: string, help: string): Command {
  return new Command(name)
    .description(description)
    .argument('<partenaire>', 'clé du partenaire : lettres minuscules, chiffres, tirets')
    .option('--by <nom>', 'votre nom de code, pour le journal (ni nom de personne ni e-mail) ; obligatoire')
    .option('--json', 'résultat pour les programmes')
    .addHelpText('after', `\n${help}${exits}`)
}

/** The options that say what a new key is to be. */
export function withKeyOptions(command: Command): Command {
  return command
    .option('--agency <clé>', 'cabinet servi (option répétable)', gather)
    .option('--kind <sorte>', 'live (serveurs), test (bac à sable) ou publishable (navigateurs) ; sinon test')
    .option('--scope <droit>', 'flows, read-accounts ou read-events (répétable) ; sinon flows', gather)
    .option('--network <réseau>', 'd’où elle peut servir : 203.0.113.0/24 (répétable) ; sinon de partout', gather)
    .option('--origin <origine>', 'page où elle peut servir : https://portail.example (répétable)', gather)
    .option('--days <jours>', 'combien de jours elle vit ; sinon 365')
}

export function typedKey({ kind, scope, agency, network, origin, days }: KeyOptions): TypedKey {
  return {
    ...(kind !== undefined && { kind }),
    ...(scope && { scopes: scope }),
    ...(agency && { agencies: agency }),
    ...(network && { networks: network }),
    ...(origin && { origins: origin }),
    ...(days !== undefined && { days }),
  }
}

/** Runs a use-case about a partner and says what came of it. A refusal is thrown as the fault that `main` tells. */
export async function runPartner<Done extends { __typename: string }>(
  { json }: PartnerOptions,
  work: (deps: Pick<Deps, 'db' | 'clock' | 'random' | 'keys' | 'settings'>) => Promise<Done | PartnerRefused>,
  describe: (done: Done) => string[],
): Promise<void> {
  const result = await withDeps(({ db, clock, settings }) => {
    const keys = createKeyRing(settings.keys.ring, settings.keys.currentId)
    return work({ db, clock, settings, keys, random: systemRandom })
  })
  if (isRefused(result)) throw partnerFault(result)
  // Digests and sealed secrets open nothing, and have no place in a terminal either; numbers of the audit neither.
  const isInward = (value: unknown) => value instanceof Uint8Array || typeof value === 'bigint'
  const shown = JSON.stringify(result, (_name, value) => (isInward(value) ? undefined : value), 2)
  process.stdout.write(json ? `${shown}\n` : `${describe(result).join('\n')}\n`)
  process.exitCode = exitCodes.done
}

function isRefused<Done extends { __typename: string }>(result: Done | PartnerRefused): result is PartnerRefused {
  return result.__typename === 'PartnerRefused'
}
