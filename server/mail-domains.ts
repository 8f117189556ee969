import { Resolver } from 'node:dns/promises'
import type { Clock, MailDomain, MailDomains } from './deps.ts'
import { challengeFilterOf } from './domain/challenge-filters.ts'

/** What a look-up may cost the owner who waits for it, all its questions together. */
const limitMs = 1500
/** node:dns does not tell the life of an MX record: an answer serves for as long as a person takes to finish. */
const lifeMs: Readonly<Record<MailDomain['found'], number>> = { HOSTS: 600_000, NONE: 60_000, UNSURE: 30_000 }
/** Anybody may type any domain: neither memory nor questions grow with what is typed. */
const mostKept = 5000
const mostAtOnce = 64
/** Questions for one asker while we remember them; an owner who searches for the right spelling needs a few. */
const mostPerAsker = 20
/**
 * Silence for this many domains in a row is an unreachable resolver, not a slow domain: nothing is asked for a while,
 * so that a machine without a name server does not cost each owner the whole limit.
 */
const silencesUntilPause = 2
const pauseMs = 30_000
/** A domain whose name server falls silent keeps its mail hosts for this long, as they were (RFC 8767, in small). */
const staleMs = 86_400_000

interface Kept {
  answer: MailDomain
  until: number
  /** The hosts that were known last: mail goes to them while nothing is sure. */
  last: { answer: MailDomain; until: number } | undefined
}

const unsure: MailDomain = { found: 'UNSURE' }
const none: MailDomain = { found: 'NONE' }

/**
 * Where mail for a domain goes, asked of `servers` (`ip` or `ip:port`; none: the machine's own). Answers within 1.5 s and
 * never throws: a time-out, a broken name server or too many questions at once say UNSURE, and nobody is held up by it.
 * Only what somebody typed (an `asker`) is limited and paused: domains that anybody sets up to be silent must not take the
 * courier's look-ups away. For those, what was known last serves while no name server answers.
 */
export function createMailDomains(servers: readonly string[], clock: Clock): MailDomains {
  const kept = new Map<string, Kept>()
  const asking = new Map<string, Promise<MailDomain>>()
  const questions = new Map<string, number>()
  let silences = 0
  let pausedUntil = 0

  const keep = (domain: string, answer: MailDomain) => {
    const now = clock.now().getTime()
    const known = answer.found === 'UNSURE' ? kept.get(domain)?.last : undefined
    const last = answer.found === 'HOSTS' ? { answer, until: now + staleMs } : known
    kept.delete(domain)
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    kept.set(domain, { answer, until: now + lifeMs[answer.found], last })
  }
  const ask = async (domain: string): Promise<MailDomain> => {
    const answer = await lookUp(domain, servers)
    silences = answer === 'SILENCE' ? silences + 1 : 0
    if (silences >= silencesUntilPause) pausedUntil = clock.now().getTime() + pauseMs
    const known = answer === 'SILENCE' ? unsure : answer
    keep(domain, known)
    return known
  }

  /** One more question for this asker, unless they had theirs. Memory is bounded by forgetting who asked first. */
  const mayAsk = (asker: string) => {
    const count = (questions.get(asker) ?? 0) + 1
    const [first] = questions.keys()
    if (count === 1 && questions.size >= mostKept && first !== undefined) questions.delete(first)
    questions.set(asker, count)
    return count <= mostPerAsker
  }

  return {
    async look(domain, asker) {
      const now = clock.now().getTime()
      const known = kept.get(domain)
      const typed = asker !== undefined
      if (known && now < known.until && (typed || known.answer.found !== 'UNSURE')) return known.answer
      if (typed && !asking.has(domain)) {
        if (now < pausedUntil || asking.size >= mostAtOnce || !mayAsk(asker)) return unsure
      }
      const asked = asking.get(domain) ?? ask(domain).finally(() => asking.delete(domain))
      asking.set(domain, asked)
      const answer = await asked
      const last = kept.get(domain)?.last
      return !typed && answer.found === 'UNSURE' && last && now < last.until ? last.answer : answer
    },
  }
}

async function lookUp(domain: string, servers: readonly string[]): Promise<MailDomain | 'SILENCE'> {
  // A lost datagram is asked for once more within the limit; a resolver of its own can be cancelled at the limit.
  const resolver = new Resolver({ timeout: limitMs / 3, tries: 2 })
  const timer = setTimeout(() => resolver.cancel(), limitMs)
  try {
    if (servers.length > 0) resolver.setServers(servers)
    return await readHosts(domain, resolver)
  } catch (fault) {
    return isSilence(fault) ? 'SILENCE' : unsure
  } finally {
    clearTimeout(timer)
  }
}

async function readHosts(domain: string, resolver: Resolver): Promise<MailDomain> {
  const records = await absentAsNull(resolver.resolveMx(domain))
  if (records === 'NO_SUCH_DOMAIN') return none
  if (records === null) {
    // RFC 5321 §5.1: without MX, the domain's own address takes its mail.
    const answers = await Promise.allSettled([resolver.resolve4(domain), resolver.resolve6(domain)].map(absentAsNull))
    const addresses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer))
    if (addresses.some(Array.isArray)) return { found: 'HOSTS', hosts: [domain], filter: null }
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
    return none
  }
  const hosts = records
    .toSorted((a, b) => a.priority - b.priority)
    .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''))
    // RFC 7505: an MX of « . » says that the domain takes no mail at all.
    .filter((host) => host !== '')
  return hosts.length > 0 ? { found: 'HOSTS', hosts, filter: challengeFilterOf(hosts) } : none
}

/** Null: the name exists without such a record. Any other fault is thrown: it says nothing about the domain. */
async function absentAsNull<T>(answer: Promise<T>): Promise<T | null | 'NO_SUCH_DOMAIN'> {
  try {
    return await answer
  } catch (fault) {
    const code = codeOf(fault)
    if (code === 'ENODATA') return null
    if (code === 'ENOTFOUND') return 'NO_SUCH_DOMAIN'
    throw fault
  }
}

const isSilence = (fault: unknown) => ['ETIMEOUT', 'ECANCELLED', 'ECONNREFUSED'].includes(codeOf(fault))

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : ''
}
