const noBreak = '\u00a0'

/** French spacing: no break before « : ; ? ! », inside « », between a number and what it counts or names, inside an hour. */
export function typeset(text: string): string {
  return text
    .replace(/ ([:;?!»%–])/g, `${noBreak}$1`)
    .replace(/« /g, `«${noBreak}`)
    .replace(/(\d) h (?=\d\d)/g, `$1${noBreak}h${noBreak}`)
    .replace(/(^|\P{L})(à|le|identifiant) (?=\d)/giu, `$1$2${noBreak}`)
    .replace(/(\d) (?=h\b|\p{Ll}{2,})/gu, `$1${noBreak}`)
}

/** A plain sentence of the catalogue. */
export function fr(literals: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return typeset(String.raw({ raw: literals }, ...values))
}

/** A sentence with words to stress: `**…**` in the catalogue, never in a value put into it. */
export type Rich = readonly (string | { strong: string })[]

export function rich(literals: TemplateStringsArray, ...values: readonly (string | number)[]): Rich {
  const parts: { text: string; strong: boolean }[] = [{ text: '', strong: false }]
  const grow = (text: string) => {
    const last = parts.at(-1)
    if (last) last.text += text
  }
  literals.forEach((literal, i) => {
    literal.split('**').forEach((piece, j) => {
      if (j > 0) parts.push({ text: '', strong: !parts.at(-1)?.strong })
      grow(piece)
    })
    if (i < values.length) grow(String(values[i]))
  })
  return parts
    .filter((part) => part.text !== '')
    .map((part) => (part.strong ? { strong: typeset(part.text) } : typeset(part.text)))
}

/** The same sentence without its stress, for a title or a summary. */
export function plain(text: string | Rich): string {
  return typeof text === 'string' ? text : text.map((part) => (typeof part === 'string' ? part : part.strong)).join('')
}

/** « 01 23 45 67 89 » that never breaks in two. */
export function phoneWords(phone: string): string {
  return phone.trim().replace(/[\s.]+/g, noBreak)
}

/** What a telephone dials: +33 for a French number written with its 0. */
export function phoneLink(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, '')
  return `tel:${digits.replace(/^0(?=[1-9]\d{8}$)/, '+33')}`
}

/** « A », « A et B », « A, B et C ». */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} et ${items.at(-1)}`
}
