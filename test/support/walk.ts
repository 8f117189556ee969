import type { Site } from './site.ts'

export interface Step {
  status: number
  /** Path and query of a redirect, or null. */
  to: string | null
  /** The cookies this answer set, by name, as the whole line. */
  set: ReadonlyMap<string, string>
  html: string
}

export interface Walk {
  cookies: Map<string, string>
  get(path: string): Promise<Step>
  post(path: string, fields: Record<string, string>): Promise<Step>
}

/** A browser reduced to what the server sees of it: requests, forms and a jar of cookies. */
export function walk(site: Site): Walk {
  const cookies = new Map<string, string>()
  async function ask(path: string, init: RequestInit): Promise<Step> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { origin: site.origin, ...(cookie ? { cookie } : {}) }
    const response = await fetch(site.origin + path, { redirect: 'manual', headers, ...init })
    const set = new Map<string, string>()
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      set.set(name, line)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: response.status, to: response.headers.get('location'), set, html: await response.text() }
  }
  return {
    cookies,
    get: (path) => ask(path, {}),
    post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}
