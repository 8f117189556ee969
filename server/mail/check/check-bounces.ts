import type { Deps } from '../../deps.ts'
import { type Finding, fault, ok, unsure, warning } from './finding.ts'

/** Can what comes back to a cabinet's domain, bounces and people's answers, arrive anywhere? */
export async function checkReturns(mailDomains: Deps['mailDomains'], domain: string): Promise<Finding> {
  const { found, ...there } = await mailDomains.look(domain)
  if (found === 'UNSURE') return unsure(domain, 'MX')
  if (!('hosts' in there)) {
    const says = 'MX : ce domaine ne reçoit pas de courrier. Les refus tardifs et les réponses se perdent.'
    return fault(domain, says, `Ajoutez un enregistrement MX à ${domain}.`)
  }
  return ok(domain, `MX : les retours arrivent à ${there.hosts.slice(0, 3).join(', ')}.`)
}

/** Is what comes back to the bounce address read by us? */
export function checkReading({ bounceMaildir, bouncePort }: Deps['settings']['mail']): Finding {
  const ways = [bounceMaildir && `le dossier ${bounceMaildir}`, bouncePort && `le port ${bouncePort}`].filter(Boolean)
  if (ways.length > 0) return ok('retours', `Retours : lus par ${ways.join(' et par ')}.`)
  const says = 'Retours : personne ne les lit. Un refus qui arrive plus tard ne se voit pas.'
  return warning('retours', says, 'Réglez BOUNCE_MAILDIR ou BOUNCE_PORT (docs/operating.md).')
}
