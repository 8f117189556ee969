import type { Deps } from '../deps.ts'
import { directTransport, type Internet } from './direct-transport.ts'
import { smtpTransport } from './relay-transport.ts'
import { domainOf, firstAttempt, type Transport } from './transport.ts'

/** True when a setting's list of domains names this one, or all. */
export function names(domains: readonly string[], domain: string): boolean {
  return domains.includes(domain) || domains.includes('*')
}

const deferringMs = 3_600_000

/**
 * Which way each mail goes: the second relay for its own domains and for those that keep deferring us, the recipient's
 * servers for the direct ones, our relay (`otherwise` where there is none) for the rest.
 */
export function createRoutes(
  deps: Pick<Deps, 'mailDomains' | 'clock'> & { settings: Pick<Deps['settings'], 'mail'> },
  otherwise: Transport,
  internet?: Internet,
): Transport {
  const { relayUrl, second, directDomains } = deps.settings.mail
  const relay = relayUrl === null ? otherwise : smtpTransport(relayUrl, deps.settings.mail)
  const direct = directDomains.length > 0 ? directTransport(deps, internet) : null
  const detour = second && { ...second, transport: smtpTransport(second.url, deps.settings.mail) }
  /** Domains that one message was put off by often enough, until when: the next message need not learn it again. */
  const deferring = new Map<string, number>()

  function wayOf(domain: string, deferrals: number): Transport {
    if (detour) {
      const now = deps.clock.now().getTime()
      if (deferrals >= detour.after) {
        if (deferring.size > 1_000) deferring.clear()
        deferring.set(domain, now + deferringMs)
      }
      if (names(detour.domains, domain) || now < (deferring.get(domain) ?? 0)) return detour.transport
    }
    return direct && names(directDomains, domain) ? direct : relay
  }

  return {
    send: (mail, facts = firstAttempt) => wayOf(domainOf(mail.to), facts.deferrals).send(mail, facts),
    async close() {
      await Promise.all([relay, direct, detour?.transport].map((way) => way?.close()))
    },
  }
}
