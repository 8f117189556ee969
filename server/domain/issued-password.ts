/**
 * The normal form in which an issued password received in clear is hashed and the typed one compared: no spaces or
 * hyphens, and upper case unless it mixes both cases. Letters in groups of four survive being copied, and a letter all
 * in capitals may be typed without the shift key (interface-fr C1 folds less: an owner's one try is worth more).
 */
export function normalIssuedPassword(typed: string): string {
  const plain = typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '')
  return /\p{Ll}/u.test(plain) && /\p{Lu}/u.test(plain) ? plain : plain.toUpperCase().normalize('NFKC')
}

/** No 0 or O, no 1, I or L, and no other vowel: nothing is misread, and no word comes out by chance. */
export const issuedAlphabet = '23456789BCDFGHJKMNPQRSTVWXYZ'
const issuedGroups = 3
const groupLength = 4

/**
 * A new issued password as it is printed: groups of four (« KXTR-7M4P-Q2HN »), 57 bits (security.md asks for 50).
 * `bytes(size)` gives so many unpredictable bytes; a byte past the last whole multiple of the alphabet is thrown away,
 * so that no sign is likelier than another.
 */
export function newIssuedPassword(bytes: (size: number) => Uint8Array): string {
  const fair = 256 - (256 % issuedAlphabet.length)
  const signs: string[] = []
  while (signs.length < issuedGroups * groupLength) {
    for (const byte of bytes(issuedGroups * groupLength)) {
      if (byte < fair) signs.push(issuedAlphabet.charAt(byte % issuedAlphabet.length))
    }
  }
  return Array.from({ length: issuedGroups }, (_, i) =>
    signs.slice(i * groupLength, (i + 1) * groupLength).join(''),
  ).join('-')
}
