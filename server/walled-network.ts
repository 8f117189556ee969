import type { MailDomains } from './deps.ts'

/** They take mail as long as there is an internet to see. */
const surelyThere = ['orange.fr', 'gmail.com', 'laposte.net']

/**
 * A machine's own name server that has never heard of these either stands in a walled network, or lies: that it knows no
 * domain of an owner's says nothing, and no owner is told that orange.fr does not exist. NONE is then UNSURE. Name servers
 * that an operator chose (DNS_SERVERS) are taken at their word.
 */
export function doubtWalledNetwork(domains: MailDomains): MailDomains {
  return {
    async look(domain, asker) {
      const answer = await domains.look(domain, asker)
      if (answer.found !== 'NONE') return answer
      const others = await Promise.all(surelyThere.map((one) => domains.look(one)))
      return others.some(({ found }) => found === 'HOSTS') ? answer : { found: 'UNSURE' }
    },
  }
}
