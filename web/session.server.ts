import { isNewsKey, type NewsKey } from './words/site.fr.ts'

export const sessionCookie = '__Host-session'
export const migrationCookie = '__Host-migration'
const newsCookie = '__Host-news'

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

/** Set-Cookie for a migration's handle: it lives as long as its flow, so that a closed tab or telephone comes back. */
export const keepMigration = (handle: string, expiresAt: string) =>
  `${migrationCookie}=${handle}; ${attributes}; Expires=${new Date(expiresAt).toUTCString()}`
export const dropMigration = () => `${migrationCookie}=; ${attributes}; Max-Age=0`

/** Set-Cookie for short news on the next page. Only its key travels: nobody can put words into the site's mouth. */
export const keepNews = (key: NewsKey) => `${newsCookie}=${key}; ${attributes}; Max-Age=60`
export const dropNews = () => `${newsCookie}=; ${attributes}; Max-Age=0`

export function readNews(request: Request): NewsKey | null {
  const key = readCookie(request, newsCookie)
  return isNewsKey(key) ? key : null
}

/** Headers that set all the given cookies. */
export function cookies(...lines: string[]): Headers {
  const headers = new Headers()
  for (const line of lines) headers.append('set-cookie', line)
  return headers
}
