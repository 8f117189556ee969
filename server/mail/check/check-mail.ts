import type { Deps } from '../../deps.ts'
import type { SmtpLimits } from '../relay-transport.ts'
import { domainOf } from '../transport.ts'
import { checkReading, checkReturns } from './check-bounces.ts'
import { checkDkim } from './check-dkim.ts'
import { checkDmarc, type Proof } from './check-dmarc.ts'
import { checkName } from './check-name.ts'
import { checkRelay } from './check-relay.ts'
import { checkSpf, type Sender } from './check-spf.ts'
import { type Finding, warning } from './finding.ts'
import type { LookUps } from './look-ups.ts'

export type CheckDeps = Pick<Deps, 'db' | 'mailDomains'> & { settings: Pick<Deps['settings'], 'mail'>; dns: LookUps }

/**
 * Everything that decides whether our mails arrive, as far as it can be known from here: the way out, the records of each
 * cabinet's sender domain, and the way back. Sends nothing and changes nothing.
 */
export async function checkMail(deps: CheckDeps, limits?: SmtpLimits): Promise<Finding[]> {
  const { dns, mailDomains, db } = deps
  const { mail } = deps.settings
  const relays = [mail.relayUrl, mail.second?.url].filter((url) => url != null)
  const direct = mail.directDomains.length > 0
  const agencies = await db.agency.findMany({ select: { senderAddress: true }, orderBy: { key: 'asc' } })
  const domains = [...new Set(agencies.map(({ senderAddress }) => domainOf(senderAddress)))]
  const senders = await sendersOf(deps, relays, direct)
  const ways = await Promise.all([
    ...relays.map((url) => checkRelay(url, mail.helloName, limits)),
    ...(direct ? [checkName(dns, mail.helloName)] : []),
  ])
  const records = await Promise.all(
    domains.map(async (domain) => {
      const spf = await checkSpf(dns, domain, senders)
      const dkim = await checkDkim(dns, domain, mail.dkim, direct)
      const proved = { spf: proofOf(spf), dkim: proofOf([dkim]) }
      return [await checkReturns(mailDomains, domain), ...spf, dkim, await checkDmarc(dns, domain, proved)]
    }),
  )
  return [...noneOf(relays, direct, domains), ...ways.flat(), ...records.flat(), checkReading(mail)]
}

/** One way out that is not right is enough for a receiver to see it. */
function proofOf(findings: readonly Finding[]): Proof {
  if (findings.some(({ level }) => level === 'FAULT')) return 'NO'
  return findings.length > 0 && findings.every(({ level }) => level === 'OK') ? 'YES' : 'UNKNOWN'
}

function noneOf(relays: readonly string[], direct: boolean, domains: readonly string[]): Finding[] {
  const none: Finding[] = []
  if (relays.length === 0 && !direct) {
    none.push(warning('envoi', 'Aucun message ne part : ni SMTP_URL, ni MAIL_DIRECT.', 'Réglez l’un des deux.'))
  }
  if (domains.length === 0) {
    none.push(warning('cabinets', 'Aucun cabinet : aucun domaine à vérifier.', 'Enregistrez-en un : agency:set.'))
  }
  return none
}

async function sendersOf({ dns, settings }: CheckDeps, relays: readonly string[], direct: boolean): Promise<Sender[]> {
  const { helloName } = settings.mail
  const hosts = [
    ...relays.map((url) => ({ way: 'RELAY' as const, name: new URL(url).hostname })),
    ...(direct ? [{ way: 'DIRECT' as const, name: helloName }] : []),
  ]
  return Promise.all(
    hosts.map(async ({ way, name }) => {
      const found = await dns.addresses(name)
      return { way, name, addresses: found === 'UNSURE' ? [] : found }
    }),
  )
}
