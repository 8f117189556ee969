import type { MailProvider } from './mail-providers.ts'
import { spellingDistance } from './spelling-distance.ts'

/**
 * SURE: a slip, whatever the DNS says (squatters register those, with mail servers). LIKELY: unless the domain has mail
 * servers of its own. FAR: only when it has none.
 */
export type Certainty = 'SURE' | 'LIKELY' | 'FAR'
const certainties: readonly Certainty[] = ['SURE', 'LIKELY', 'FAR']
export interface Likeness {
  cost: number
  certainty: Certainty
}

/** Ends that people put in place of another without a slip of the hand. */
const commonEnds = ['com', 'fr', 'net', 'org', 'eu', 'info']
const furthestSlipOfAnEnd = 1
const swap = 0.8

/** How like a provider's domain a typed one is (in ASCII letters, well-formed or not); null: not at all. */
export function likeness(typed: string, provider: MailProvider, end: string): Likeness | null {
  const { name, ends, alone } = provider
  const meant = `${name}.${end}`
  if (squeeze(typed) === squeeze(meant)) return { cost: 0.1, certainty: name.length > 3 ? 'SURE' : 'LIKELY' }
  const labels = typed.replace(/^(www|mail|webmail|messagerie|imap|smtp|pop)\./, '').split('.')
  if (labels.join('.') === meant) return { cost: 0.2, certainty: 'SURE' }
  const isEnd = (label: string) =>
    label === end || commonEnds.includes(label) || (ends.length === 1 && isNearEnd(label, end))
  if (labels[0] === name && labels.length > 2 && labels.slice(1).every(isEnd))
    return { cost: labels.includes(ends[0] ?? '') === (end === ends[0]) ? 0.3 : 0.4, certainty: 'SURE' }

  const tail = labels.length > 1 ? (labels.at(-1) ?? '') : null
  const head = squeeze(tail === null ? typed : labels.slice(0, -1).join(''))
  if (Math.abs(head.length - name.length) > 6) return null
  const endCost = tail === null ? endOfNone(ends) : distanceOfEnds(tail, end, provider)
  if (endCost === null) return joined(squeeze(typed), squeeze(meant))
  const swapped = endCost >= swap
  if (head === squeeze(name)) {
    if (!swapped) return { cost: endCost, certainty: name.length > 3 ? 'SURE' : 'LIKELY' }
    const sure = alone && isNearCommonEnd(tail ?? '')
    return name.length > 3 || provider.coined ? { cost: endCost, certainty: sure ? 'SURE' : 'LIKELY' } : null
  }
  if (swapped && !isNearCommonEnd(tail ?? '')) return null
  const named = likenessOfNames(head, squeeze(name), provider.coined)
  if (!named) return null
  const cost = named.cost + endCost
  if (!swapped) return { cost, certainty: named.certainty }
  if (named.certainty !== 'SURE' || !provider.coined) return { cost, certainty: 'FAR' }
  return { cost, certainty: alone ? 'SURE' : ends.length > 1 ? 'FAR' : 'LIKELY' }
}

/** How many slips a name of so many letters bears before it is another name, by certainty. */
function bears(length: number, coined: boolean): Record<Certainty, number> {
  if (length < 3) return { SURE: 0, LIKELY: 0, FAR: 0 }
  if (length === 3) return { SURE: 0, LIKELY: 0.75, FAR: 1 }
  if (length === 4) return { SURE: 0.5, LIKELY: 1, FAR: 1.3 }
  // Next to a word stand other words (« orage.fr »), next to a made-up name nothing does.
  const far = Math.min(3, 1.9 + (length - 5) * 0.5)
  if (!coined) return { SURE: 0.75, LIKELY: 1, FAR: far }
  return { SURE: length >= 7 ? 1.6 : 1.1, LIKELY: Math.min(2.5, 1.3 + (length - 5) * 0.4), FAR: far }
}

function likenessOfNames(typed: string, meant: string, coined: boolean): Likeness | null {
  if (Math.abs(typed.length - meant.length) > 3) return null
  // « hitmail », « gotmail », « xmail »: what stands before « mail » is the whole name, and short.
  const own = /^(.{1,3})mail$/.exec(meant)?.[1]
  const ownTyped = /^(.+)mail$/.exec(typed)?.[1]
  if (own !== undefined && ownTyped !== undefined) {
    const cost = spellingDistance(ownTyped, own)
    if (ownTyped.length < own.length - 1 || cost > 1.45) return null
    if (own.length === 1 && !ownTyped.includes(own)) return { cost, certainty: 'FAR' }
    return { cost, certainty: cost <= 0.75 ? 'SURE' : cost <= 1 ? 'LIKELY' : 'FAR' }
  }
  if (meant.length < 5 && typed.length < meant.length - 1) return null
  const cost = distanceOfNames(typed, meant)
  const most = bears(meant.length, coined)
  const certainty = certainties.find((one) => cost <= most[one])
  return certainty ? { cost, certainty } : null
}

function distanceOfNames(typed: string, meant: string): number {
  const cost = spellingDistance(typed, meant)
  return meant.length >= 5 && cost > 0.9 && soundOf(typed) === soundOf(meant) ? 0.9 : cost
}

/** A name as a French ear writes it: « outlouk », « otmel », « orenge » sound as what was meant. */
function soundOf(name: string): string {
  return name
    .replace(/ph/g, 'f')
    .replace(/qu|c(?![eiyh])/g, 'k')
    .replace(/g(?=[eiy])/g, 'j')
    .replace(/oo|ou/g, 'u')
    .replace(/[ae][iy]|e/g, 'e')
    .replace(/e(?=n|m)/g, 'a')
    .replace(/h/g, '')
    .replace(/w/g, 'v')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1')
    .replace(/e$/, '')
}

/** The dot before an end keeps its first letter from being the first that is typed. */
const slipsOfEnd = (typed: string, end: string) => spellingDistance(`.${typed}`, `.${end}`)
const isNearEnd = (typed: string, end: string) => end.startsWith(typed) || slipsOfEnd(typed, end) <= furthestSlipOfAnEnd

const isNearCommonEnd = (typed: string) =>
  commonEnds.includes(typed) || ['com', 'fr', 'net'].some((end) => isNearEnd(typed, end))

/** Null: that end is no slip for this one. */
function distanceOfEnds(typed: string, end: string, { alone, ends }: MailProvider): number | null {
  if (typed === end) return 0
  if (end.startsWith(typed)) return 0.4
  const slips = slipsOfEnd(typed, end)
  if (slips <= furthestSlipOfAnEnd) return 0.3 + slips / 4
  if (ends.includes(typed)) return null
  return alone || (isNearCommonEnd(typed) && ends.every((own) => !isNearEnd(typed, own))) ? swap : null
}

/** « marie@orange »: only a provider with one end can be meant. */
const endOfNone = (ends: readonly string[]) => (ends.length === 1 ? 0.4 : null)

/** « gmalcom »: a dot forgotten and a slip besides. */
function joined(typed: string, meant: string): Likeness | null {
  if (Math.abs(typed.length - meant.length) > 1) return null
  const cost = spellingDistance(typed, meant)
  return meant.length >= 8 && cost <= 1 ? { cost: cost + 0.3, certainty: 'LIKELY' } : null
}

const squeeze = (text: string) => text.replace(/[^a-z0-9]/g, '')
