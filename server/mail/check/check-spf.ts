import { isOutward } from '../host-addresses.ts'
import { type Finding, fault, ok, unsure, warning } from './finding.ts'
import type { LookUps } from './look-ups.ts'
import { judgeSpf, type SpfVerdict } from './spf.ts'

/** Where mail of ours may come from. RELAY: what we know of it is where it takes our mail, not where it sends from. */
export interface Sender {
  way: 'DIRECT' | 'RELAY'
  name: string
  addresses: readonly string[]
}

/** Does the domain's SPF record let our mail come from where we send it? One line for each way out. */
export async function checkSpf(dns: LookUps, domain: string, senders: readonly Sender[]): Promise<Finding[]> {
  return Promise.all(senders.map((sender) => checkOne(dns, domain, sender)))
}

async function checkOne(dns: LookUps, domain: string, { way, name, addresses }: Sender): Promise<Finding> {
  const what = `SPF, envoi ${way === 'DIRECT' ? 'direct' : `par le relais ${name}`}`
  const seen = addresses.filter(isOutward)
  if (seen.length === 0) {
    // Whatever the addresses, a record that is missing or broken is told.
    const verdict = await judgeSpf(dns, domain, '192.0.2.1')
    if (verdict === 'NONE' || verdict === 'MANY' || verdict === 'BROKEN') return told(domain, what, verdict, '')
    const says = `${what} : l’enregistrement existe, mais l’adresse d’envoi n’est pas connue d’ici.`
    return warning(domain, says, `Vérifiez chez le fournisseur de ${name} que ${domain} inclut son SPF.`)
  }
  const verdicts = await Promise.all(
    seen.map(async (address) => [address, await judgeSpf(dns, domain, address)] as const),
  )
  const [address, verdict] = verdicts.find(([, one]) => one !== 'PASS') ?? [seen.join(', '), 'PASS' as const]
  if (verdict === 'PASS') return ok(domain, `${what} : ${address} est autorisée.`)
  if (way === 'RELAY' && ['FAIL', 'SOFTFAIL', 'NEUTRAL', 'UNSURE'].includes(verdict)) {
    const says = `${what} : on ne peut pas savoir, un relais envoie souvent depuis d’autres adresses que ${address}.`
    return warning(domain, says, `Vérifiez chez le fournisseur de ${name} que ${domain} inclut son SPF (include:…).`)
  }
  return told(domain, what, verdict, address)
}

function told(domain: string, what: string, verdict: Exclude<SpfVerdict, 'PASS'>, address: string): Finding {
  const add = address ? ` ip${address.includes(':') ? 6 : 4}:${address}` : ''
  switch (verdict) {
    case 'NONE':
      return fault(domain, `${what} : aucun enregistrement.`, `Ajoutez à ${domain} un TXT « v=spf1${add} … -all ».`)
    case 'MANY':
      return fault(domain, `${what} : deux enregistrements, donc aucun ne compte.`, 'Réunissez-les en un seul TXT.')
    case 'BROKEN':
      return fault(domain, `${what} : l’enregistrement est faux, ou demande plus de dix recherches.`, 'Corrigez-le.')
    case 'UNSURE':
      return unsure(domain, what)
    case 'NEUTRAL':
      return warning(
        domain,
        `${what} : ${address} n’est ni autorisée ni refusée.`,
        `Ajoutez «${add} » à l’enregistrement.`,
      )
    default:
      return fault(
        domain,
        `${what} : ${address} n’est pas autorisée.`,
        `Ajoutez «${add} » à l’enregistrement SPF de ${domain}.`,
      )
  }
}
