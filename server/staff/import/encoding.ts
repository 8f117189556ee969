import { isAscii, isUtf8 } from 'node:buffer'

export type Encoding = 'UTF-8' | 'Windows-1252'
export type DecodingFault = 'NUL' | 'UNDECODABLE' | 'MIXED_ENCODING'

/** Windows-1252 where it differs from Latin-1. Zero: no character there. */
const upperHalf = [
  ...[0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0],
  ...[0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0],
  ...[0x017e, 0x0178],
]

/** What the lines of a file say of its encoding. */
export interface EncodingTally {
  utf8: number
  other: number
}

/** Adds one line to the tally. Plain ASCII says nothing: it reads the same in both. */
export function tallyLine(tally: EncodingTally, bytes: Uint8Array): void {
  if (isAscii(bytes)) return
  if (isUtf8(bytes)) tally.utf8++
  else tally.other++
}

/**
 * UTF-8 when the file says so (BOM) or as many lines are UTF-8 as are not: text in Windows-1252 is almost never valid
 * UTF-8 by chance, so the majority names the encoding and the minority is what got mixed in.
 */
export function judgeEncoding(tally: EncodingTally, hasBom: boolean): Encoding {
  return hasBom || tally.utf8 >= tally.other ? 'UTF-8' : 'Windows-1252'
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of one line, or why it has none. Nothing is ever replaced: a lost accent would end up on a letter. */
export function decodeLine(bytes: Uint8Array, encoding: Encoding): { text: string } | { fault: DecodingFault } {
  if (bytes.includes(0)) return { fault: 'NUL' }
  if (isAscii(bytes)) return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') }
  if (encoding === 'UTF-8') return isUtf8(bytes) ? { text: utf8.decode(bytes) } : { fault: 'UNDECODABLE' }
  if (isUtf8(bytes)) return { fault: 'MIXED_ENCODING' }
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  let undecodable = false
  const text = latin1.replace(/[\x80-\x9f]/g, (character) => {
    const point = upperHalf[character.charCodeAt(0) - 0x80]
    if (!point) undecodable = true
    return String.fromCharCode(point ?? 0)
  })
  return undecodable ? { fault: 'UNDECODABLE' } : { text }
}
