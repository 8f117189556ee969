import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { CommandFault } from './exit-codes.ts'

export interface NewFile {
  write(text: string): Promise<void>
  /** Takes away what was written. */
  discard(): Promise<void>
}

/**
 * A file made for this and readable by whoever runs the command alone. One that is there already is never written over:
 * it may hold what nobody has printed or handed over yet. `missing`: what to say without a path.
 */
export function newFile(path: string | undefined, missing: string): NewFile {
  if (!path) throw new CommandFault('OUT_REQUIRED', 'Il manque --out.', missing)
  if (existsSync(path)) throw taken(path)
  let made = false
  return {
    async write(text) {
      const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'EEXIST' ? taken(path) : closed(path)
      })
      made = true
      try {
        await file.writeFile(text)
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
