import { constants } from 'node:fs'
import { type FileHandle, open, opendir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps.ts'
import { greatestSize } from './open-mail.ts'

/** Files taken at one look: the loop gives way to everything else between two. */
const mostAtOnce = 50
/** Neither a link out of the folder nor a pipe that nobody fills is ever followed or waited for. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Takes what a mail server delivered into `dir`/new, oldest name first, and removes each file once it was taken: nothing
 * of a bounce is kept. A process that dies in between, or another node on the same folder, takes a file twice, which
 * notes nothing twice. Resolves with how many were taken. Rejects when `take` does: the file stays for the next look.
 */
export function createMaildir(dir: string, log: Deps['log'], take: (source: Uint8Array) => Promise<unknown>) {
  const arrivals = join(dir, 'new')
  // What was taken and cannot be removed (not our folder) must not be taken for ever.
  const stuck = new Set<string>()

  async function takeFile(name: string): Promise<boolean> {
    const path = join(arrivals, name)
    try {
      const source = await readBounded(path)
      if (source === 'NOT_A_FILE') return false
      if (source === 'TOO_LARGE') log.info({ why: 'UNREADABLE' }, 'bounce mail dropped')
      else await take(source)
      await unlink(path)
      return true
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ELOOP') return false
      if (!['EACCES', 'EPERM', 'EROFS', 'EIO'].includes(code)) throw error
      stuck.add(name)
      log.error({ errorCode: code }, 'a bounce mail can be neither read nor removed')
      return false
    }
  }

  let wasThere = true
  return async (): Promise<number> => {
    const names = await listNew(arrivals, stuck).catch((error) => codeOf(error))
    if (typeof names === 'string') {
      // Said once, not every second: the mail server that makes it may start after us.
      if (wasThere) log.error({ errorCode: names }, 'BOUNCE_MAILDIR cannot be read')
      wasThere = false
      return 0
    }
    wasThere = true
    let taken = 0
    for (const name of names) if (await takeFile(name)) taken += 1
    return taken
  }
}

/** Regular files only; a name that begins with a dot is not delivered yet (maildir). */
async function listNew(arrivals: string, stuck: ReadonlySet<string>): Promise<string[]> {
  const names: string[] = []
  for await (const entry of await opendir(arrivals)) {
    if (entry.isFile() && !entry.name.startsWith('.') && !stuck.has(entry.name)) names.push(entry.name)
    if (names.length >= mostAtOnce) break
  }
  return names.sort()
}

/** A file that is too large, or grows while it is read, is dropped unread: never more than the limit is held. */
async function readBounded(path: string): Promise<Uint8Array | 'TOO_LARGE' | 'NOT_A_FILE'> {
  const file = await open(path, flags)
  try {
    const { size, isFile } = await shapeOf(file)
    if (!isFile) return 'NOT_A_FILE'
    if (size > greatestSize) return 'TOO_LARGE'
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size + 1), 0, size + 1, 0)
    return bytesRead > size ? 'TOO_LARGE' : buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function shapeOf(file: FileHandle): Promise<{ size: number; isFile: boolean }> {
  const stat = await file.stat()
  return { size: stat.size, isFile: stat.isFile() }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
