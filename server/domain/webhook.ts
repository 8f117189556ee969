/**
 * Why there was no answer. INWARD: the name leads into a network that is nobody else's. UNSIGNED: the fault is ours, the
 * key that the secret is sealed under has left the ring; nobody was asked.
 */
export const webhookFaults = ['NAME', 'INWARD', 'UNREACHABLE', 'TLS', 'TIMEOUT', 'UNSIGNED'] as const
export type WebhookFault = (typeof webhookFaults)[number]

/** What a receiver answered: its status (only 2xx is a yes), or why there was none. */
export type WebhookAnswer = number | WebhookFault

export const isTaken = (answer: WebhookAnswer): boolean => typeof answer === 'number' && answer >= 200 && answer < 300

/** RFC 9110: what was there is gone for good. */
export const isGone = (answer: WebhookAnswer): boolean => answer === 410

const pace = { firstSeconds: 10, factor: 3, greatestSeconds: 4 * 3600 }

/**
 * When a delivery that was not taken is due again, after `tries` attempts; null: never, its time is over. Ten seconds,
 * then three times longer each time up to four hours; `chance` in [0, 1) spreads it, so that a receiver that comes back is
 * not met by all at once.
 */
export function nextTry(tries: number, giveUpAt: Date, now: Date, chance: number): Date | null {
  const seconds = Math.min(pace.firstSeconds * pace.factor ** (tries - 1), pace.greatestSeconds) * (0.8 + 0.4 * chance)
  const at = new Date(now.getTime() + Math.round(seconds * 1000))
  return at < giveUpAt ? at : null
}

/** Where a program on the developer's own machine listens. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

const longestUrl = 500

/**
 * The address of a webhook as it is kept; null when it cannot be one: https, no name and password, no fragment. `loopback`:
 * plain http is allowed to this very machine, so that a partner can try (demonstration).
 */
export function readWebhookUrl(text: string, loopback: boolean): string | null {
  if (text.length > longestUrl || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '' || url.hostname === '') return null
  const near = loopback && loopbackNames.includes(url.hostname)
  return url.protocol === 'https:' || (near && url.protocol === 'http:') ? url.href : null
}
