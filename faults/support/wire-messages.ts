/** Bytes that belong together: a statement with all its messages, or the answer to one. */
interface Unit {
  bytes: Buffer
  /** Of the client: the statement's text; null: something else (a greeting, a password, a goodbye). */
  sql: string | null
  /** Of the server: it is done with the statement. */
  ready: boolean
}

/**
 * Cuts PostgreSQL's protocol 3.0 into units, of whoever speaks. A client's end with Sync or Query, a server's with
 * ReadyForQuery; what ends otherwise passes message by message.
 */
export function createReader(speaker: 'client' | 'server'): { read(bytes: Buffer): Unit[] } {
  const texts = new Map<string, string>()
  let rest: Buffer = Buffer.alloc(0)
  let gathered: Buffer[] = []
  let sql: string | null = null
  let greeted = speaker === 'server'

  function take(): Buffer | null {
    const head = greeted ? 1 : 0
    if (rest.length < head + 4) return null
    const length = head + rest.readInt32BE(head)
    if (rest.length < length) return null
    const message = rest.subarray(0, length)
    rest = rest.subarray(length)
    return message
  }

  /** Whether a message ends its unit. */
  function ends(message: Buffer): boolean {
    if (!greeted) {
      greeted = true
      return true
    }
    const kind = String.fromCharCode(message[0] ?? 0)
    const words = message.subarray(5).toString('utf8').split('\0')
    if (speaker === 'server') return 'ZRNK'.includes(kind) || kind === 'E'
    if (kind === 'Q') sql = words[0] ?? ''
    if (kind === 'P') texts.set(words[0] ?? '', words[1] ?? '')
    if (kind === 'B') sql = texts.get(words[1] ?? '') ?? ''
    return 'QSXp'.includes(kind)
  }

  return {
    read(bytes) {
      rest = Buffer.concat([rest, bytes])
      const units: Unit[] = []
      for (let message = take(); message; message = take()) {
        gathered.push(message)
        if (!ends(message)) continue
        const ready = speaker === 'server' && message[0] === 'Z'.charCodeAt(0)
        units.push({ bytes: Buffer.concat(gathered), sql, ready })
        gathered = []
        sql = null
      }
      return units
    },
  }
}
