import { leastContrast, readAccent } from './accent.ts'
import {
  type AgencyFault,
  defaultCallPrice,
  readHost,
  readLine,
  readPhone,
  readSender,
  type TypedAgency,
} from './details.ts'
import { readLogo } from './logo.ts'

/** What will be stored of an agency; absent: as it was. */
export interface AgencyChanges {
  name?: string
  phone?: string
  hours?: string
  callPrice?: string
  senderAddress?: string
  postalAddress?: string
  registration?: string
  publicationDirector?: string
  hostCompany?: string
  logo?: string
  accent?: string
  hostNames?: string[]
}

const needed = [
  ['name', '--name'],
  ['phone', '--phone'],
  ['hours', '--hours'],
  ['callPrice', '--call-price'],
  ['senderAddress', '--sender'],
  ['postalAddress', '--postal-address'],
] as const

/** Judges every option at once. `isNew`: what pages and mails cannot do without must be there. Pure. */
export function judgeAgency(
  typed: TypedAgency,
  isNew: boolean,
): { changes: AgencyChanges } | { faults: AgencyFault[] } {
  const faults: AgencyFault[] = []
  const take = (option: string, read: { value: string } | { problem: string; remedy: string }): string => {
    if ('value' in read) return read.value
    faults.push({ option, ...read })
    return ''
  }
  const changes: AgencyChanges = {}
  if (typed.name !== undefined) changes.name = take('--name', readLine(typed.name, 100))
  if (typed.phone !== undefined) changes.phone = take('--phone', readPhone(typed.phone))
  // « Appelez le …, {heures}. »: the page puts the full stop.
  const hours = typed.hours?.replace(/[.\s]+$/, '')
  if (hours !== undefined) changes.hours = take('--hours', readLine(hours, 100))
  if (typed.callPrice !== undefined) changes.callPrice = take('--call-price', readLine(typed.callPrice, 100))
  else if (isNew && changes.phone) {
    const price = defaultCallPrice(changes.phone)
    if (price) changes.callPrice = price
  }
  if (typed.sender !== undefined) changes.senderAddress = take('--sender', readSender(typed.sender))
  if (typed.postalAddress !== undefined)
    changes.postalAddress = take('--postal-address', readLine(typed.postalAddress, 200))
  if (typed.registration !== undefined) changes.registration = take('--registration', readLine(typed.registration, 300))
  if (typed.director !== undefined) changes.publicationDirector = take('--director', readLine(typed.director, 100))
  if (typed.hostCompany !== undefined) changes.hostCompany = take('--host-company', readLine(typed.hostCompany, 300))
  if (typed.logo !== undefined) changes.logo = take('--logo', logoReading(typed.logo))
  if (typed.accent !== undefined) changes.accent = take('--accent', accentReading(typed.accent))
  if (typed.hosts !== undefined) {
    changes.hostNames = [...new Set(typed.hosts.map((host) => take('--host', readHost(host))))]
  }
  for (const [field, option] of needed) {
    if (!isNew || changes[field] !== undefined || faults.some((fault) => fault.option === option)) continue
    faults.push({ option, problem: 'Cette option manque pour un nouveau cabinet.', remedy: `Ajoutez ${option} "…".` })
  }
  return faults.length > 0 ? { faults } : { changes }
}

function accentReading(text: string): { value: string } | { problem: string; remedy: string } {
  const read = readAccent(text)
  if ('accent' in read) return { value: read.accent }
  if (read.fault === 'FORM')
    return { problem: 'La couleur n’est pas lisible.', remedy: 'Écrivez #rrvvbb, par exemple #0b5351.' }
  const ratio = (Math.floor(read.ratio * 10) / 10).toString().replace('.', ',')
  return {
    problem: `La couleur se lit mal sur le papier du site : contraste ${ratio}, il en faut ${leastContrast}.`,
    remedy: `Prenez-la plus foncée, par exemple ${read.darker}.`,
  }
}

function logoReading(text: string): { value: string } | { problem: string; remedy: string } {
  const read = readLogo(text)
  if ('logo' in read) return { value: read.logo }
  switch (read.fault) {
    case 'TOO_LARGE':
      return {
        problem: 'Le logo dépasse 8 ko.',
        remedy: 'Simplifiez le dessin, ou passez-le dans un outil comme SVGO.',
      }
    case 'NOT_SVG':
      return {
        problem: 'Le fichier n’est pas un dessin SVG.',
        remedy: 'Exportez le logo en SVG (xmlns="http://www.w3.org/2000/svg").',
      }
    case 'NOT_ALLOWED':
      return {
        problem: `Le logo contient « ${read.what} », qui n’est pas un simple tracé.`,
        remedy: 'Exportez-le en « SVG simple » : ni script, ni style, ni image, ni lien extérieur.',
      }
    case 'MALFORMED':
      return { problem: `Le logo est mal formé près de « ${read.what} ».`, remedy: 'Exportez-le de nouveau en SVG.' }
  }
}
