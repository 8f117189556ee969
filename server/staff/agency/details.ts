import { domainToASCII } from 'node:url'
import { readEmail } from '../../domain/email-address.ts'

/** Options of `agency:set`, as typed. What is absent stays as it is. */
export interface TypedAgency {
  name?: string
  phone?: string
  hours?: string
  callPrice?: string
  sender?: string
  postalAddress?: string
  registration?: string
  director?: string
  hostCompany?: string
  logo?: string
  accent?: string
  hosts?: readonly string[]
  isDefault?: boolean
}

/** Why an option is refused. `option` is its name on the command line. */
export interface AgencyFault {
  option: string
  problem: string
  remedy: string
}

type Reading = { value: string } | { problem: string; remedy: string }

/** « KEY »: what files and commands name an agency by. */
export function readKey(text: string): Reading {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 40
    ? { value: text }
    : {
        problem: 'La clé n’est pas admise.',
        remedy: 'Des lettres minuscules sans accent, des chiffres, des tirets : tilleuls-lyon.',
      }
}

/** A line of text that pages and mails show. Line breaks and marks that cannot be seen would forge a header. */
export function readLine(text: string, maxLength: number): Reading {
  const line = text.normalize('NFC').replace(/ +/g, ' ').trim()
  if (line === '') return { problem: 'Le texte est vide.', remedy: 'Écrivez-le.' }
  if ([...line].length > maxLength)
    return { problem: `Le texte dépasse ${maxLength} caractères.`, remedy: 'Raccourcissez-le.' }
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>]/u.test(line)) {
    return {
      problem: 'Le texte contient un caractère invisible, un retour à la ligne ou un chevron.',
      remedy: 'Enlevez-le.',
    }
  }
  return { value: line }
}

/** A French number in pairs (« 01 99 00 12 34 »), or an international one (« +41 22 900 00 00 »). */
export function readPhone(text: string): Reading {
  const digits = text.normalize('NFKC').replace(/[\s.\-()]/gu, '')
  const national = digits.replace(/^(\+33|0033)0?/, '0')
  if (/^0[1-9]\d{8}$/.test(national)) return { value: national.replace(/(\d\d)(?=\d)/g, '$1 ') }
  if (/^\+(?!33|0)\d{7,15}$/.test(digits)) return { value: text.normalize('NFKC').replace(/\s+/gu, ' ').trim() }
  return {
    problem: 'Le numéro de téléphone n’est pas lisible.',
    remedy: 'Dix chiffres (01 99 00 12 34) ou la forme internationale (+41…).',
  }
}

/** The address that mails come from: a box that is read. */
export function readSender(text: string): Reading {
  const read = readEmail(text)
  return 'address' in read
    ? { value: read.address }
    : { problem: 'L’adresse d’expédition n’est pas une adresse e-mail.', remedy: 'Par exemple : bonjour@cabinet.fr' }
}

/** A host name alone: no scheme, no port, no path. Accented names become what browsers send (IDNA). */
export function readHost(text: string): Reading {
  const ascii = /^[\p{L}\p{M}\p{N}.-]+$/u.test(text) ? domainToASCII(text.toLowerCase()) : ''
  const labels = ascii.split('.')
  const sound = labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && ascii.length <= 253
  // A browser turns a last label of digits into an address: nobody can own it as a name.
  if (sound && !/^\d+$/.test(labels.at(-1) ?? '')) return { value: ascii }
  return {
    problem: `« ${text.slice(0, 60)} » n’est pas un nom de site.`,
    remedy: 'Sans http:// ni port : espace.cabinet.fr',
  }
}

/** « Appel non surtaxé » is true of these numbers only (ARCEP decision 2018-0881: 01 to 05 and 09). */
export function defaultCallPrice(phone: string): string | null {
  return /^0[1-59] /.test(phone) ? 'Appel non surtaxé.' : null
}
