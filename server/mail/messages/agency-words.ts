import { oneLine, unbroken } from './french.ts'

/** What a mail says of the cabinet that sends it. */
export interface AgencyFacts {
  name: string
  phone: string
  hours: string
  postalAddress: string
  accent: string | null
}

/** A mail ready to be addressed. */
export interface Rendered {
  subject: string
  text: string
  html: string
}

/** « {Cabinet}, 1 rue …, 01 23 45 67 89. » */
export function footerOf(agency: AgencyFacts): string {
  return `${[agency.name, agency.postalAddress].map(oneLine).filter(Boolean).join(', ')}, ${unbroken(agency.phone)}.`
}

/** « 01 23 45 67 89 (du lundi au vendredi…) ». */
export function phoneAndHours(agency: AgencyFacts): string {
  const hours = oneLine(agency.hours)
  return `${unbroken(agency.phone)}${hours ? ` (${hours})` : ''}`
}

/** « Appelez-nous tout de suite : 01 23 45 67 89 (du lundi au vendredi…). » */
export function callUsNow(agency: AgencyFacts): string {
  return `Appelez-nous tout de suite : ${phoneAndHours(agency)}.`
}

/** A subject of at most 60 characters (what a phone shows), cut in the cabinet's name rather than in our words. */
export function subjectEndingWith(beginning: string, name: string): string {
  const room = 60 - [...beginning].length
  const characters = [...oneLine(name)]
  return (
    beginning +
    (characters.length <= room
      ? characters.join('')
      : `${characters
          .slice(0, room - 1)
          .join('')
          .trimEnd()}…`)
  )
}
