import { Command } from 'commander'
import type { Busy, InputRefused } from '../domain/refusals.ts'
import type { StaffRefused } from '../domain/staff-action.ts'
import { createKeyRing } from '../keys.ts'
import { systemRandom } from '../random.ts'
import type { StaffCaller, StaffDeps, StaffRequest } from '../staff/parts/request.ts'
import { exitCodes } from './exit-codes.ts'
import { withDeps } from './open-deps.ts'
import { staffFault } from './staff-refusals.ts'

export interface StaffOptions {
  by?: string
  reason?: string
  json?: boolean
}

type Refused = StaffRefused | InputRefused | Busy

const exits = `
Code de sortie : 0 fait ou demandé, 2 refusé (rien ne change), 3 réglages ou base de données en panne.`

/** A command of the service on one account: who does it and why is asked of every one, and recorded. */
export function staffCommand(name: string, description: string, help: string): Command {
  return listCommand(name, description, help).argument(
    '<identifiant>',
    'l’identifiant du compte, comme sur le courrier',
  )
}

/** A command of the service on no account in particular: asked and recorded the same. */
export function listCommand(name: string, description: string, help: string): Command {
  return new Command(name)
    .description(description)
    .option('--by <nom>', 'votre nom de code, pour le journal (ni nom de personne ni e-mail) ; obligatoire')
    .option('--reason <texte>', 'pourquoi : « courrier perdu, appel du 22 novembre » ; obligatoire')
    .option('--json', 'résultat pour les programmes')
    .addHelpText('after', `\n${help}${exits}`)
}

/** Runs a use-case of the service and says what came of it. A refusal is thrown as the fault that `main` tells. */
export async function runStaff<Done extends { __typename: string }>(
  identifier: string,
  options: StaffOptions,
  work: (deps: StaffDeps, request: StaffRequest) => Promise<Done | Refused>,
  describe: (done: Done) => string[],
): Promise<void> {
  await runList(options, (deps, caller) => work(deps, { ...caller, identifier }), describe)
}

/** The same for a command that names no account. */
export async function runList<Done extends { __typename: string }>(
  { by = '', reason = '', json }: StaffOptions,
  work: (deps: StaffDeps, caller: StaffCaller) => Promise<Done | Refused>,
  describe: (done: Done) => string[],
): Promise<void> {
  const result = await withDeps(({ db, clock, hasher, settings }) => {
    const keys = createKeyRing(settings.keys.ring, settings.keys.currentId)
    return work({ db, clock, hasher, settings, keys, random: systemRandom }, { realm: 'live', by, reason })
  })
  if (isRefused(result)) throw staffFault(result)
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${describe(result).join('\n')}\n`)
  process.exitCode = exitCodes.done
}

function isRefused<Done extends { __typename: string }>(result: Done | Refused): result is Refused {
  return ['StaffRefused', 'InputRefused', 'Busy'].includes(result.__typename)
}

/** « Prévenu : m•••@orange.fr. » */
export function toldLine(told: readonly string[]): string {
  return told.length > 0 ? `  Prévenu par e-mail : ${told.join(', ')}` : '  Personne n’est prévenu par e-mail.'
}
