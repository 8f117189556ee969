import type { Problem } from './problems.ts'

const earliestYear = 1900

/**
 * A birth date as YYYY-MM-DD. Reads JJ/MM/AAAA (also with - or .) and ISO, a time after it ignored. Refuses what would
 * have to be guessed: two-digit years, a spreadsheet's day number, days that do not exist or are still to come.
 */
export function readBirthDate(text: string, today: string): { date: string } | Omit<Problem, 'column'> {
  const bare = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '')
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(bare)
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(bare)
  if (!french && !iso) {
    if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(bare)) return { code: 'DATE_SHORT_YEAR' }
    if (/^\d{4,5}([.,]0+)?$/.test(bare)) return { code: 'DATE_SERIAL' }
    return { code: 'DATE_FORMAT' }
  }
  const [, year, month, day] = iso ?? ['', french?.[3], french?.[2], french?.[1]]
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const parsed = new Date(`${date}T00:00:00Z`)
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === date
  if (!exists || Number(year) < earliestYear || date > today) return { code: 'DATE_IMPOSSIBLE' }
  return { date }
}
