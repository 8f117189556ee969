/** Whose password it will be: what a familiar password would be made of. */
export interface PersonalFacts {
  names: readonly string[]
  /** YYYY-MM-DD, or null when unknown. */
  birthDate: string | null
  identifiers: readonly string[]
  email: string | null
}

/** Letters that no decomposition folds: « Lecœur » types « Lecoeur ». */
const letters: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** Within a name these are nobody's: « Les » of « SCI Les Tilleuls » would refuse every plural. */
const particles = new Set(['les', 'des', 'del', 'dei', 'dos', 'das', 'der', 'den', 'van', 'von', 'sci', 'sas'])

const months = 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'.split(' ')

/** True when a password holds a name, the birth date, an identifier or the e-mail, whatever is put in between. */
export function isPersonal(password: string, personal: PersonalFacts): boolean {
  const folded = fold(password)
  const words = [
    ...personal.names.flatMap(partsOf),
    ...personal.identifiers.map(fold).filter((identifier) => identifier.length >= 4),
    ...(personal.email ? [fold(personal.email.slice(0, personal.email.lastIndexOf('@')))].filter(isLong) : []),
    ...datesOf(personal.birthDate),
  ]
  return words.some((word) => folded.includes(word))
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '')
    .replace(/[œæßøłđðþı]/g, (letter) => letters[letter] ?? letter)
}

/** Shorter names (« Li », « Ba ») would refuse half of all passwords. */
const partsOf = (name: string) =>
  name
    .split(/[\s\p{Pd}'’ʼ.]+/u)
    .map(fold)
    .filter((part) => [...part].length >= 3 && !particles.has(part))

const isLong = (word: string) => word.length >= 4

/** As the French write it, 1 March 1948: 01031948, 1/3/1948, 010348, 1 mars 1948, 1er mars 48, and turned round. */
function datesOf(birthDate: string | null): string[] {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birthDate ?? '') ?? []
  if (year === '') return []
  const [d, m, yy] = [String(Number(day)), String(Number(month)), year.slice(2)]
  const named = months[Number(month) - 1] ?? month
  return [
    ...[day + month + year, year + month + day, month + day + year, day + month + yy, yy + month + day, d + m + year],
    ...[day, d, `${d}er`].flatMap((date) => [date + named + year, date + named + yy]),
  ]
}
