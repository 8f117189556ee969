import type { Deps } from '../deps.ts'
import { validUntil } from '../domain/code-life.ts'
import { compose } from './compose.ts'
import type { LoadedMessage } from './loaded-message.ts'
import { deferralsOf } from './pace.ts'
import type { Attempt, Transport } from './transport.ts'

/** The filter is asked for while the mail is on its way; an acceptance waits no longer than this for its name. */
const filterMs = 300

export interface Attempted {
  attempt: Attempt
  tookMs: number
  /** The challenge filter that an accepted mail now stands before. */
  filter: string | null
}

/** Renders a message as it is at this instant and tries once to hand it over. Never rejects. */
export async function attempt(
  deps: Pick<Deps, 'keys' | 'settings' | 'log' | 'mailDomains'>,
  transport: Transport,
  message: LoadedMessage,
  attemptedAt: Date,
  signal: AbortSignal,
): Promise<Attempted> {
  const filter = filterOf(deps, message.domain)
  const started = performance.now()
  const ended = await handOver(deps, transport, message, attemptedAt, signal)
  const tookMs = performance.now() - started
  return { attempt: ended, tookMs, filter: ended.accepted ? await within(filter, filterMs) : null }
}

async function handOver(
  deps: Pick<Deps, 'keys' | 'settings' | 'log'>,
  transport: Transport,
  message: LoadedMessage,
  attemptedAt: Date,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const mail = await compose(message, deps, attemptedAt)
    return await transport.send(mail, {
      deferrals: deferralsOf(message),
      signal,
      lifeMs: lifeOf(message, deps, attemptedAt),
    })
  } catch (error) {
    // A fault of ours in one message (a lost key, a broken row) waits for its mending and stalls no other.
    deps.log.error({ messageId: message.id, kind: message.kind, err: error }, 'message could not be written')
    return { accepted: false, kind: 'later', reply: 'not written', by: null }
  }
}

/** A code that arrives expired only misleads; a message given up by its courier is not handed over behind its back. */
function lifeOf({ giveUpAt, code }: LoadedMessage, { settings }: Pick<Deps, 'settings'>, now: Date): number {
  const end = code ? Math.min(giveUpAt.getTime(), validUntil(code.flow.kind, code, settings.rules).getTime()) : giveUpAt
  return Math.max(0, Number(end) - now.getTime())
}

async function filterOf({ mailDomains }: Pick<Deps, 'mailDomains'>, domain: string | null): Promise<string | null> {
  if (domain === null) return null
  const looked = await mailDomains.look(domain)
  return looked.found === 'HOSTS' ? looked.filter : null
}

/** What a promise gives within so long; null otherwise. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
