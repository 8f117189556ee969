import type { Flow } from '../client/flow.ts'
import { isOutcomeKey, type OutcomeKey } from './words/links.fr.ts'
import { isNewsKey, type NewsKey } from './words/site.fr.ts'

export const sessionCookie = '__Host-session'
/** One for each kind of journey: none ever meets the handle of another. */
export const flowCookies: Record<Flow['kind'], string> = {
  MIGRATION: '__Host-migration',
  RESET: '__Host-reset',
  EMAIL_CHANGE: '__Host-email-change',
}
const newsCookie = '__Host-news'
const identifierCookie = '__Host-identifier'
const outcomeCookie = '__Host-outcome'
const greatestIdentifier = 64

// HttpOnly: no script ever needs them. Lax: the link in a mail must find an owner signed in, a foreign form must not.
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

/** The value of one cookie of a request, or null. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value) return value
  }
  return null
}

/** Set-Cookie for a session's token: gone with the browser, while the server itself ends it after 30 idle minutes. */
export const keepSession = (token: string) => `${sessionCookie}=${token}; ${attributes}`
export const dropSession = () => `${sessionCookie}=; ${attributes}; Max-Age=0`

/** Set-Cookie for a journey's handle: it lives as long as its flow, so that a closed tab or telephone comes back. */
export const keepFlow = (kind: Flow['kind'], handle: string, expiresAt: string) =>
  `${flowCookies[kind]}=${handle}; ${attributes}; Expires=${new Date(expiresAt).toUTCString()}`
export const dropFlow = (kind: Flow['kind']) => `${flowCookies[kind]}=; ${attributes}; Max-Age=0`

/** Set-Cookie for short news on the next page. Only its key travels: nobody can put words into the site's mouth. */
export const keepNews = (key: NewsKey) => `${newsCookie}=${key}; ${attributes}; Max-Age=60`
export const dropNews = () => `${newsCookie}=; ${attributes}; Max-Age=0`

export function readNews(request: Request): NewsKey | null {
  const key = readCookie(request, newsCookie)
  return isNewsKey(key) ? key : null
}

/**
 * Set-Cookie for the identifier typed on the way to a forgotten password, so that no page asks for it twice (WCAG
 * 3.3.7). In a cookie and not in an address, which a shared computer would list.
 */
export function keepIdentifier(typed: string): string {
  // Counted in characters: half of a surrogate pair cannot be encoded.
  const kept = [...typed.trim().toWellFormed()].slice(0, greatestIdentifier).join('')
  return `${identifierCookie}=${encodeURIComponent(kept)}; ${attributes}; Max-Age=3600`
}
export const dropIdentifier = () => `${identifierCookie}=; ${attributes}; Max-Age=0`

export function readIdentifier(request: Request): string {
  try {
    return decodeURIComponent(readCookie(request, identifierCookie) ?? '')
  } catch {
    return ''
  }
}

/** Set-Cookie for what a notice's link did: only a key travels, and the page can be reloaded. */
export const keepOutcome = (key: OutcomeKey) => `${outcomeCookie}=${key}; ${attributes}; Max-Age=600`

export function readOutcome(request: Request): OutcomeKey | null {
  const key = readCookie(request, outcomeCookie)
  return isOutcomeKey(key) ? key : null
}

/** Headers that set all the given cookies. */
export function cookies(...lines: string[]): Headers {
  const headers = new Headers()
  for (const line of lines) headers.append('set-cookie', line)
  return headers
}
