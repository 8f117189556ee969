import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import type { LetterSink } from '../staff/parts/letters.ts'
import { lettersTable } from '../staff/parts/letters-table.ts'
import { CommandFault } from './exit-codes.ts'

/**
 * A file of new letters, made for this and readable by whoever runs the command alone. One that is there already is
 * never written over: it may hold letters that nobody has printed yet.
 */
export function lettersFile(path: string | undefined): LetterSink {
  if (!path) {
    throw new CommandFault('OUT_REQUIRED', 'Il manque --out.', 'Dites où écrire le courrier : --out courrier.csv')
  }
  if (existsSync(path)) throw taken(path)
  let made = false
  return {
    async write(letters) {
      const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'EEXIST' ? taken(path) : closed(path)
      })
      made = true
      try {
        await file.writeFile(lettersTable(letters))
        await file.sync()
      } catch {
        await rm(path, { force: true })
        throw closed(path)
      } finally {
        await file.close()
      }
    },
    async discard() {
      if (made) await rm(path, { force: true })
    },
  }
}

const taken = (path: string) =>
  new CommandFault('OUT_EXISTS', `Le fichier ${path} existe déjà. Rien n’est fait.`, 'Donnez un autre nom à --out.')

const closed = (path: string) =>
  new CommandFault('OUT_CLOSED', `${path} ne s’écrit pas. Rien n’est fait.`, 'Donnez un autre chemin à --out.')
