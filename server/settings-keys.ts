import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Keys {
  /** The key that new codes are derived under; the others only serve what was made before. */
  currentId: string
  ring: ReadonlyMap<string, Uint8Array>
}

export const leastKeyBytes = 32

/** Keys written `id:base64,id:base64`, the current one first. Returns the faults instead when there are any. */
export function readKeys(text: string): Keys | { faults: string[] } {
  const ring = new Map<string, Uint8Array>()
  const faults: string[] = []
  for (const [index, part] of text.split(',').entries()) {
    const place = `CONNEXION_KEYS, key ${index + 1},`
    const [, id, base64] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(part) ?? []
    if (!id || !base64) {
      faults.push(`${place} must be written id:base64`)
      continue
    }
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    if (ring.has(id)) faults.push(`${place} has the id of an earlier one`)
    if (bytes.length < leastKeyBytes) faults.push(`${place} is weak: at least ${leastKeyBytes} random bytes are needed`)
    // 32 random bytes hold about 30 different values; a word or a repeated pattern holds few.
    else if (new Set(bytes).size < leastKeyBytes / 2) faults.push(`${place} is weak: it is not random`)
    ring.set(id, bytes)
  }
  const [currentId] = ring.keys()
  if (faults.length > 0 || currentId === undefined) return { faults }
  return { currentId, ring }
}

/**
 * The keys of a demonstration: made at its first start, kept in `DATA_DIR/keys`, which nobody else may read. Refuses a
 * file that others can read or that holds no good keys.
 */
export function storedKeys(dataDir: string): Keys | { faults: string[] } {
  const file = join(dataDir, 'keys')
  if (!existsSync(file)) makeKeyFile(dataDir, file)
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    return { faults: [`${file} can be read by others: its mode must be 0600`] }
  }
  const keys = readKeys(readFileSync(file, 'utf8').trim())
  return 'faults' in keys ? { faults: keys.faults.map((fault) => fault.replace('CONNEXION_KEYS', file)) } : keys
}

/** Linked into place whole: of two processes that start at once, one makes the keys and both read the same. */
function makeKeyFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  const key = `k${randomBytes(4).toString('hex')}:${randomBytes(leastKeyBytes).toString('base64')}\n`
  writeFileSync(draft, key, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}
