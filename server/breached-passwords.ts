import { createHash } from 'node:crypto'
import { fstatSync, openSync, read } from 'node:fs'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import type { Blocklist } from './deps.ts'
import { StartFault } from './start-fault.ts'

// A line is 40 signs of SHA-1, mostly a colon and a count: none is as long as this.
const longestLine = 64
const lineForm = /^[0-9A-F]{40}(?::\d+)?\r?$/
const linesTried = 1000
const readAt = promisify(read)

/**
 * Opens a set of breached passwords as Have I Been Pwned gives it away: a line each, the SHA-1 in upper-case hexadecimal,
 * then `:` and a count or nothing, sorted by hash. It stays on the disk, whatever its size, and no service is asked.
 * Returns whether a password is in it; a disk that fails later lets pass, and an alert is logged: no owner with a good
 * password waits for it. Refuses with a StartFault a file that is not there or not such a one (a thousand lines are
 * looked at): a search in it would find nothing, silently.
 */
export async function openBreachedPasswords(path: string, log: Logger): Promise<Blocklist['isBreached']> {
  const { file, size } = openFile(path)
  await judgeLines(file, size, path)
  return async (password) => {
    try {
      return await holds(file, size, createHash('sha1').update(password).digest('hex').toUpperCase())
    } catch (err) {
      log.error({ alert: 'BREACHED_PASSWORDS', err }, 'the set of breached passwords cannot be read')
      return false
    }
  }
}

function openFile(path: string): { file: number; size: number } {
  try {
    const file = openSync(path, 'r')
    const stat = fstatSync(file)
    if (stat.isFile()) return { file, size: stat.size }
  } catch {
    // Said below, as what is no file is.
  }
  throw new StartFault(`BREACHED_PASSWORDS_FILE is no file that can be read: ${path}`)
}

async function holds(file: number, size: number, wanted: string): Promise<boolean> {
  let [low, high] = [0, size]
  while (low < high) {
    const { start, end, text } = await lineAt(file, size, Math.floor((low + high) / 2))
    if (!lineForm.test(text)) throw new Error(`no hash stands at byte ${start}`)
    const found = text.slice(0, wanted.length)
    if (found === wanted) return true
    if (found < wanted) low = end + 1
    else high = start
  }
  return false
}

async function judgeLines(file: number, size: number, path: string): Promise<void> {
  let before = ''
  for (let i = 0; i < linesTried; i++) {
    const { text } = await lineAt(file, size, Math.floor((i * size) / linesTried))
    if (!lineForm.test(text) || text < before) {
      const form = 'lines of an upper-case SHA-1, « : » and a count, sorted by hash'
      throw new StartFault(`BREACHED_PASSWORDS_FILE is not ${form}: ${path}`)
    }
    before = text
  }
}

/** The line that the byte `at` belongs to: from `start`, its line feed at `end`. */
async function lineAt(file: number, size: number, at: number) {
  const from = Math.max(0, at - longestLine)
  const { buffer, bytesRead } = await readAt(file, Buffer.alloc(2 * longestLine), 0, 2 * longestLine, from)
  const around = buffer.subarray(0, bytesRead).toString('latin1')
  const before = at === 0 ? -1 : around.lastIndexOf('\n', at - from - 1)
  const after = around.indexOf('\n', at - from)
  const start = before + 1
  const end = after < 0 ? around.length : after
  return { start: from + start, end: Math.min(from + end, size), text: around.slice(start, end) }
}
