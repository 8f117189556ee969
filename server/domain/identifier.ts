const greatestLength = 64
const separators = /[\s\p{Pd}_.·/\p{Cf}]/gu

/**
 * What an identifier is compared by: NFKC, upper case, no separators, O read as 0, I and L as 1 (design: vocabulary).
 * Null when nothing is left, it is too long, or it holds anything but plain letters and digits: look-alikes of other
 * alphabets (dotless i, Cyrillic А) are refused rather than folded, so that two spellings never meet by accident.
 */
export function identifierKey(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(separators, '')
  if (plain.length > greatestLength || !/^[A-Za-z0-9]+$/.test(plain)) return null
  return plain.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
}
