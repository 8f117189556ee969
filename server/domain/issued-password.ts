/**
 * The normal form in which an issued password received in clear is hashed and the typed one compared: no spaces or
 * hyphens, upper case if it holds no lower case (interface-fr C1). Letters in groups of four survive being copied.
 */
export function normalIssuedPassword(typed: string): string {
  const plain = typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '')
  return /\p{Ll}/u.test(plain) ? plain : plain.toUpperCase()
}
