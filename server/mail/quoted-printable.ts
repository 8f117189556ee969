const hex = Buffer.from('0123456789ABCDEF')
const [cr, lf, space, tab, equals] = [0x0d, 0x0a, 0x20, 0x09, 0x3d]
const widest = 75

/**
 * Text as quoted-printable (RFC 2045 §6.7), in one pass over its bytes: a mail's HTML is the larger part of what a courier
 * computes. Line ends become CRLF, no line is longer than 76 characters, and none ends in a blank.
 */
export function quotedPrintable(text: string): Buffer {
  const bytes = Buffer.from(text.replace(/\r?\n/g, '\r\n'))
  const out = Buffer.allocUnsafe(bytes.length * 3 + Math.ceil((bytes.length * 3) / (widest - 3)) * 3)
  let at = 0
  let column = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (byte === cr && bytes[i + 1] === lf) {
      out[at++] = cr
      out[at++] = lf
      i++
      column = 0
      continue
    }
    const next = bytes[i + 1]
    const ends = next === undefined || (next === cr && bytes[i + 2] === lf)
    const plain = (byte > space && byte < 0x7f && byte !== equals) || ((byte === space || byte === tab) && !ends)
    if (column + (plain ? 1 : 3) > widest) {
      out[at++] = equals
      out[at++] = cr
      out[at++] = lf
      column = 0
    }
    if (plain) {
      out[at++] = byte
      column += 1
    } else {
      out[at++] = equals
      out[at++] = hex[byte >> 4] as number
      out[at++] = hex[byte & 15] as number
      column += 3
    }
  }
  return out.subarray(0, at)
}
