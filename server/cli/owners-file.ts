import { accessSync, constants, existsSync } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { FileShape, OwnersFile } from '../staff/import/read-file.ts'
import { type RefusedRow, refusedHeader, refusedLine } from '../staff/import/refused-rows.ts'
import { CommandFault } from './exit-codes.ts'

const chunkSize = 64 * 1024

/** Refuses a file that is not there before anything is started for it. */
export function requireReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch {
    const problem = existsSync(path) ? `Le fichier ${path} ne s’ouvre pas.` : `Le fichier ${path} n’existe pas.`
    throw new CommandFault('FILE_CLOSED', problem, 'Vérifiez son nom et vos droits de lecture.')
  }
}

/** An owners' file on disk. It is read three times: one that changes meanwhile is refused, whatever was taken stays. */
export async function openOwnersFile(path: string): Promise<OwnersFile & { close(): Promise<void> }> {
  const handle = await open(path, 'r')
  const before = await handle.stat()
  if (!before.isFile()) {
    await handle.close()
    throw new CommandFault(
      'NOT_A_FILE',
      `${path} n’est pas un fichier ordinaire.`,
      'Enregistrez les données dans un fichier .csv.',
    )
  }
  return {
    async *chunks() {
      for (let position = 0; ; ) {
        const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(chunkSize), position })
        if (bytesRead === 0) break
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
      const now = await handle.stat()
      if (now.mtimeMs === before.mtimeMs && now.size === before.size) return
      throw new CommandFault(
        'FILE_CHANGED',
        'Le fichier a changé pendant la lecture.',
        'Relancez quand il est complet.',
      )
    },
    close: () => handle.close(),
  }
}

/** Where the refused rows go when the operator does not say: beside the file. */
export function defaultRefusedPath(path: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.refus.csv`)
}

/** The refused-rows file, made at the first refusal. Readable by its owner only: it holds names and birth dates. */
export async function openRefusedFile(path: string, source: string) {
  const same = await Promise.all([path, source].map((one) => realpath(one).catch(() => null)))
  if (same[0] !== null && same[0] === same[1]) {
    throw new CommandFault(
      'REFUSED_IS_SOURCE',
      'Le fichier des refus est le fichier importé.',
      'Donnez un autre nom à --refused.',
    )
  }
  let handle: FileHandle | null = null
  let shape: FileShape | null = null
  let waiting = ''
  let made = false

  async function flush(): Promise<void> {
    await handle?.write(waiting)
    waiting = ''
  }

  return {
    begin(known: FileShape) {
      shape = known
    },
    async write(row: RefusedRow) {
      if (!shape) throw new Error('refused before the header was known')
      if (!handle) {
        handle = await create(path)
        made = true
        waiting = refusedHeader(shape.headerCells)
      }
      waiting += refusedLine(row, shape.header.width, shape.header.at.mot_de_passe)
      if (waiting.length >= chunkSize) await flush()
    },
    /** The path, when there was something to write. */
    async close(): Promise<string | null> {
      await flush()
      await handle?.close()
      handle = null
      return made ? path : null
    },
  }
}

async function create(path: string): Promise<FileHandle> {
  const handle = await open(path, 'w', 0o600).catch(() => {
    const problem = `${path} ne s’ouvre pas en écriture.`
    throw new CommandFault('REFUSED_CLOSED', problem, 'Donnez un autre chemin à --refused.')
  })
  // It may have been there before, with other rights.
  await handle.chmod(0o600)
  return handle
}
