import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { type Finding, fault, ok, unsure, warning } from './finding.ts'
import type { LookUps } from './look-ups.ts'
import { tagsOf } from './tags.ts'

const leastBits = 2048

/** Is the public key in the DNS the one of the private key that signs here? `direct`: nobody signs after us. */
export async function checkDkim(
  dns: LookUps,
  domain: string,
  dkim: Deps['settings']['mail']['dkim'],
  direct: boolean,
): Promise<Finding> {
  if (!dkim) {
    const remedy = 'Réglez DKIM_SELECTOR et DKIM_KEY_FILE, et publiez la clé publique.'
    if (direct) return fault(domain, 'DKIM : personne ne signe nos messages.', remedy)
    const known = 'Vérifiez chez le fournisseur du relais qu’il signe pour ce domaine, ou signez ici.'
    return warning(domain, 'DKIM : nous ne signons pas, et on ne peut pas savoir si le relais signe.', known)
  }
  const name = `${dkim.selector}._domainkey.${domain}`
  const texts = await dns.texts(name)
  if (texts === 'UNSURE') return unsure(domain, 'DKIM')
  const own = createPublicKey(dkim.privateKey)
  const publish = `Publiez en TXT sous ${name} : ${recordOf(own)}`
  const [record, ...others] = texts.map(tagsOf).filter((tags) => tags.has('p'))
  if (!record) return fault(domain, `DKIM : aucune clé sous ${name}.`, publish)
  if (others.length > 0) return fault(domain, `DKIM : plusieurs clés sous ${name}.`, 'N’en gardez qu’une.')
  if (record.get('p') === '') return fault(domain, `DKIM : la clé de ${name} est révoquée (p= vide).`, publish)
  const published = readKey(record.get('k') ?? 'rsa', record.get('p') ?? '')
  if (!published?.equals(own))
    return fault(domain, `DKIM : la clé de ${name} n’est pas celle de DKIM_KEY_FILE.`, publish)
  if (/\by\b/.test(record.get('t') ?? '')) {
    return warning(domain, `DKIM : ${name} est en essai (t=y), les signatures ne comptent pas.`, 'Enlevez t=y.')
  }
  const bits = own.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < leastBits) {
    return warning(domain, `DKIM : la clé est juste, mais de ${bits} bits.`, `Faites-en une de ${leastBits} bits.`)
  }
  return ok(domain, `DKIM : la clé de ${name} est celle qui signe ici.`)
}

function readKey(kind: string, p: string): KeyObject | null {
  const bytes = Buffer.from(p.replace(/\s/g, ''), 'base64')
  const forms =
    kind === 'ed25519'
      ? [{ key: Buffer.concat([ed25519Head, bytes]), type: 'spki' as const }]
      : [
          { key: bytes, type: 'spki' as const },
          { key: bytes, type: 'pkcs1' as const },
        ]
  for (const form of forms) {
    try {
      return createPublicKey({ ...form, format: 'der' })
    } catch {
      // Not in this form: RFC 6376 records hold one or the other.
    }
  }
  return null
}

/** RFC 8463 publishes the 32 bytes alone; this is the rest of their SubjectPublicKeyInfo. */
const ed25519Head = Buffer.from('302a300506032b6570032100', 'hex')

function recordOf(own: KeyObject): string {
  const der = own.export({ format: 'der', type: 'spki' })
  const edwards = own.asymmetricKeyType === 'ed25519'
  return `v=DKIM1; k=${edwards ? 'ed25519' : 'rsa'}; p=${(edwards ? der.subarray(12) : der).toString('base64')}`
}
