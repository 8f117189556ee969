import { useMatches } from '@remix-run/react'
import type { Agency } from '../client/agency.ts'

const carries = (data: unknown): data is { agency: Agency } =>
  typeof data === 'object' && data !== null && 'agency' in data && Boolean(data.agency)

/**
 * The agency of this page: the owner's own once a letter or a password was proved (the page gives it), else the one of
 * the host name. Whose phone to call and whose mail to wait for is not the host's to say.
 * Null only when the program could not say, on an error page.
 */
export function useAgency(): Agency | null {
  return (
    useMatches()
      .map(({ data }) => data)
      .filter(carries)
      .at(-1)?.agency ?? null
  )
}
