import { type Finding, fault, ok, unsure, warning } from './finding.ts'
import type { LookUps } from './look-ups.ts'
import { tagsOf } from './tags.ts'

/** Whether a receiver will find it right, as far as can be known from here. */
export type Proof = 'YES' | 'NO' | 'UNKNOWN'

/**
 * Does DMARC hold for our mails? From, bounce address and signature are all in the cabinet's own domain: they are aligned,
 * strictly, as soon as one of SPF and DKIM passes.
 */
export async function checkDmarc(dns: LookUps, domain: string, proved: { spf: Proof; dkim: Proof }): Promise<Finding> {
  const found = await findPolicy(dns, domain)
  if (found === 'UNSURE') return unsure(domain, 'DMARC')
  if (found === null) {
    const remedy = `Ajoutez sous _dmarc.${domain} un TXT « v=DMARC1; p=none; rua=mailto:… », puis p=quarantine.`
    return warning(domain, 'DMARC : aucun enregistrement. Les grandes messageries en demandent un.', remedy)
  }
  const { at, policy } = found
  const aligned = [proved.spf === 'YES' && 'SPF', proved.dkim === 'YES' && 'DKIM'].filter(Boolean)
  const remedy = 'Corrigez SPF ou DKIM, ci-dessus.'
  if (aligned.length === 0) {
    const unknown = proved.spf === 'UNKNOWN' || proved.dkim === 'UNKNOWN'
    const says = `DMARC (${at}) : p=${policy}, et ni SPF ni DKIM n’est ${unknown ? 'prouvé d’ici' : 'juste'}`
    if (unknown || policy === 'none') return warning(domain, `${says}.`, remedy)
    return fault(domain, `${says} : les messages seront refusés.`, remedy)
  }
  const says = `DMARC (${at}) : p=${policy}, aligné par ${aligned.join(' et ')} sur ${domain}`
  if (policy === 'none') return warning(domain, `${says}, mais rien n’empêche l’usurpation.`, 'Passez à p=quarantine.')
  return ok(domain, `${says}.`)
}

/** The domain's own record, or else that of a domain above it, whose `sp` then counts. */
async function findPolicy(dns: LookUps, domain: string): Promise<{ at: string; policy: string } | null | 'UNSURE'> {
  const labels = domain.split('.')
  for (let from = 0; from <= labels.length - 2; from++) {
    const at = `_dmarc.${labels.slice(from).join('.')}`
    const texts = await dns.texts(at)
    if (texts === 'UNSURE') return 'UNSURE'
    const [record] = texts.filter((text) => /^v\s*=\s*DMARC1\b/i.test(text)).map(tagsOf)
    const policy = (from > 0 && record?.get('sp')) || record?.get('p')
    if (policy) return { at, policy: policy.toLowerCase() }
  }
  return null
}
