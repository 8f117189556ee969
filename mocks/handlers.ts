import { HttpResponse } from 'msw'
import { type HttpHandler, http } from 'msw/http'
import type { Sender } from './act.ts'
import type { Mock } from './mock.ts'

/** Where the mock answers unless told otherwise: `/graphql` of whatever origin. */
export const anyGraphql = '*/graphql'

/** MSW's side of a mock: every request to `url`, whoever's documents they carry. `sender`: what they do not say themselves. */
export function handlersOf(mock: Mock, url: string = anyGraphql, sender: Partial<Sender> = {}): HttpHandler[] {
  return [
    http.all(url, async ({ request }) => {
      try {
        return await mock.fetch(request, sender)
      } catch {
        return HttpResponse.error()
      }
    }),
  ]
}
