const noBreak = '\u00a0'

/** French typography: a no-break space before « : ; ? ! » and », after «, and inside hours (interface-fr.md 3.0). */
export function typeset(sentence: string): string {
  return sentence
    .replace(/ (?=[:;?!»])/g, noBreak)
    .replace(/« /g, `«${noBreak}`)
    .replace(/(?<=\d) h(?![\p{L}\d])/gu, `${noBreak}h`)
    .replace(/(?<=\d\u00a0h) (?=\d)/g, noBreak)
}

/**
 * Stored words (a name, a residence, a phone) made safe for one line of a subject, a header or a text: no line break,
 * control or invisible formatting character survives. Attack: a name holding CRLF writes headers of its own; one
 * holding a right-to-left mark shows an owner other words than those sent.
 */
export function oneLine(stored: string): string {
  return stored
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** A phone number that no mail program breaks over two lines. */
export function unbroken(stored: string): string {
  return oneLine(stored).replaceAll(' ', noBreak)
}

const parisParts = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: 'numeric',
  month: 'long',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
})

function inParis(at: Date): { day: string; month: string; hour: string; minute: string } {
  const parts = new Map(parisParts.formatToParts(at).map((part) => [part.type, part.value]))
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return { day: read('day'), month: read('month'), hour: String(Number(read('hour'))), minute: read('minute') }
}

/** « 14 h 35 » on the clocks of Paris. The seconds are dropped, so a printed end is never later than the true one. */
export function clockTime(at: Date): string {
  const { hour, minute } = inParis(at)
  return [hour, 'h', minute].join(noBreak)
}

/** « 22 novembre à 14 h 20 ». */
export function dayAndTime(at: Date): string {
  const { day, month } = inParis(at)
  return `${day === '1' ? '1er' : day}${noBreak}${month} à ${clockTime(at)}`
}

const units =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  )
const tens = ['', '', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante']

/** « trente minutes »: the guide writes durations in words. Past sixty-nine, in digits: nobody reads longer words. */
export function minutesInWords(minutes: number): string {
  const noun = minutes === 1 ? 'minute' : 'minutes'
  const unit = minutes % 10
  const ten = tens[Math.floor(minutes / 10)]
  if (!Number.isInteger(minutes) || minutes < 0 || ten === undefined) return `${minutes}${noBreak}${noun}`
  const feminine = (word: string | undefined) => (word === 'un' ? 'une' : word)
  if (ten === '') return `${feminine(units[minutes])} ${noun}`
  if (unit === 0) return `${ten} ${noun}`
  return `${ten}${unit === 1 ? ' et ' : '-'}${feminine(units[unit])} ${noun}`
}
