import type { Command } from 'commander'
import type { LetterOutcome } from '../staff/parts/act-with-letters.ts'
import type { LetterSink } from '../staff/parts/letters.ts'
import type { StaffDeps, StaffRequest } from '../staff/parts/request.ts'
import { lettersFile } from './letters-file.ts'
import { describeLetters } from './letters-words.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

type UseCase = (deps: StaffDeps, request: StaffRequest, sink: LetterSink) => Promise<LetterOutcome>

/** A command of the service that makes letters: their data goes to the file of `--out`, and nowhere else. */
export function lettersCommand(name: string, description: string, help: string, work: UseCase): Command {
  return staffCommand(name, description, help)
    .option('--out <fichier>', 'où écrire les données des courriers ; obligatoire')
    .action(async (identifier: string, { out = '', ...options }: StaffOptions & { out?: string }) => {
      const sink = lettersFile(out)
      await runStaff(
        identifier,
        options,
        (deps, request) => work(deps, request, sink),
        (done) => describeLetters(done, out),
      )
    })
}
