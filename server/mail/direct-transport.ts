import type { Deps } from '../deps.ts'
import { type AttemptLimit, limitAttempt } from './attempt-limit.ts'
import { createHostAddresses, isOutward } from './host-addresses.ts'
import { isOneAddress, notAnAddress } from './mail-options.ts'
import { outgoingOf } from './mail-source.ts'
import { patience, type SmtpLimits, unlessTaken } from './relay-transport.ts'
import { LineFault, type Outgoing, openLine } from './smtp-line.ts'
import { createLines, type Lines } from './smtp-lines.ts'
import { verdictOf } from './smtp-verdict.ts'
import { type Acceptance, type Attempt, domainOf, type Failure, firstAttempt, type Transport } from './transport.ts'

/** Connections to one mail host at most: what large providers bear from a sender of our size. */
const mostLines = 8
/** Addresses tried in one attempt: a domain with twenty hosts that are all away must not hold its place for long. */
const mostTried = 5
/** No further address is tried later than this. */
const triesMs = 60_000
const shunMs = 300_000

/** Where mail hosts are found. Production: the internet, port 25. Tests: this machine. */
export interface Internet {
  port: number
  mayReach(address: string): boolean
  limits: SmtpLimits
}
export const internet: Internet = { port: 25, mayReach: isOutward, limits: patience }

interface Candidate {
  host: string
  address: string
}

/** What is not theirs to answer: the code that RFC 7505 gives a sender for a domain that takes no mail. */
const noSuchDomain: Failure = { accepted: false, kind: 'never', reply: '556 5.1.10', by: null }
const unknownWhere: Failure = { accepted: false, kind: 'away', reply: 'mx DNS', by: null }
/** The domain exists, its servers cannot be reached from the internet, for now at least. */
const onlyInward: Failure = { accepted: false, kind: 'away', reply: 'mx INWARD', by: null }
const notTried: Failure = { accepted: false, kind: 'away', reply: 'mx EABORTED', by: null }

/**
 * Mail straight to the recipient's own servers: hosts by preference, the next one when one is away or sends us off at the
 * door. TLS wherever it is offered, unverified (nobody vouches for an MX's name), in clear where it is not: a mail that
 * anybody could have taken in clear is not kept back. Whoever answered is told by `by`.
 */
export function directTransport(
  { mailDomains, settings }: Pick<Deps, 'mailDomains'> & { settings: Pick<Deps['settings'], 'mail'> },
  { port, mayReach, limits }: Internet = internet,
): Transport {
  const { helloName, dkim, dnsServers } = settings.mail
  const addressesOf = createHostAddresses(dnsServers)
  const doors = new Map<string, Lines>()
  /** Failed lately, tried last; by address. */
  const shunned = new Map<string, number>()
  /** Offers TLS and fails at it. */
  const clearOnly = new Set<string>()

  function doorOf(host: string, address: string): Lines {
    const clear = clearOnly.has(address)
    const name = `${address} ${host} ${clear}`
    const known = doors.get(name)
    if (known) return known
    for (const [other, lines] of doors) if (lines.isEmpty()) doors.delete(other)
    const options = {
      host: address,
      port,
      name: helloName,
      ignoreTLS: clear,
      opportunisticTLS: true,
      tls: { servername: host, rejectUnauthorized: false },
      connectionTimeout: limits.connectMs,
      greetingTimeout: limits.connectMs,
      socketTimeout: limits.silenceMs,
    }
    const door = createLines((signal) => openLine(options, null, signal), mostLines)
    doors.set(name, door)
    return door
  }

  async function candidates(hosts: readonly string[]): Promise<Candidate[] | null> {
    const found = await Promise.all(
      hosts.slice(0, mostTried).map(async (host) => (await addressesOf(host)).map((address) => ({ host, address }))),
    )
    const all = found.flat()
    if (all.length === 0) return null
    const now = performance.now()
    const isShunned = ({ address }: { address: string }) => Number((shunned.get(address) ?? 0) > now)
    return all.filter(({ address }) => mayReach(address)).toSorted((a, b) => isShunned(a) - isShunned(b))
  }

  async function tryEach(
    tries: Candidate[],
    domain: string,
    outgoing: Outgoing,
    limit: AttemptLimit,
  ): Promise<Attempt> {
    let last = notTried
    const until = performance.now() + triesMs
    for (let next = tries.shift(); next && !limit.signal.aborted && performance.now() < until; next = tries.shift()) {
      const { host, address } = next
      try {
        const response = await doorOf(host, address).send(outgoing, limit)
        shunned.delete(address)
        return { accepted: true, reply: /^\d{3}/.exec(response)?.[0] ?? '250', by: domain } satisfies Acceptance
      } catch (error) {
        if (!(error instanceof LineFault)) throw error
        last = unlessTaken(error, verdictOf(error, 'mx', domain))
        // An answer about this mail, or an end after its first byte: another host would be asked for a second copy.
        if (last.kind !== 'away' || error.reached === 'TOUCHED') return last
        if (failedAtTls(error) && !clearOnly.has(address)) {
          if (clearOnly.size > 1_000) clearOnly.clear()
          clearOnly.add(address)
          tries.unshift(next)
        } else {
          if (shunned.size > 1_000) shunned.clear()
          shunned.set(address, performance.now() + shunMs)
        }
      }
    }
    return last
  }

  return {
    async send(mail, facts = firstAttempt) {
      if (!isOneAddress(mail.to)) return notAnAddress
      const limit = limitAttempt(facts, limits)
      try {
        const domain = domainOf(mail.to)
        const looked = await mailDomains.look(domain)
        if (looked.found === 'NONE') return noSuchDomain
        const found = looked.found === 'HOSTS' ? await candidates(looked.hosts) : null
        if (found === null) return unknownWhere
        if (found.length === 0) return onlyInward
        return await tryEach(found.slice(0, mostTried), domain, await outgoingOf(mail, dkim), limit)
      } finally {
        limit.clear()
      }
    },
    async close() {
      for (const door of doors.values()) door.close()
    },
  }
}

/** The line broke between STARTTLS and the first encrypted word. */
function failedAtTls({ fault }: LineFault): boolean {
  if (fault.code === 'ETLS' || fault.timeoutType === 'UPGRADE_TIMEOUT') return true
  return /^(EPROTO$|ERR_SSL_|ERR_TLS_)/.test(fault.originalCode ?? '')
}
