import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToStaticMarkup } from 'react-dom/server'
import { DocumentContext, type DocumentFacts } from './document.ts'
import { keepTogether } from './keep-together.ts'
import { isStopFacts } from './stop-facts.ts'

/** One whole page, without hydration. Nothing an owner sees may stay in a cache: the next person may use this computer. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Response {
  const { actionData, errors } = remixContext.staticHandlerContext
  const { nonce, reference } = context
  const [caught] = Object.values(errors ?? {})
  const stop = errors ? stopFacts(caught) : null
  // A question (200) is no error: only a form that was refused says « Erreur » in its title.
  const refused = actionData !== null && status >= 400
  const facts: DocumentFacts = { nonce, reference, now: context.now(), refused, stop }
  const html = renderToStaticMarkup(
    <DocumentContext.Provider value={facts}>
      <RemixServer context={remixContext} url={request.url} />
    </DocumentContext.Provider>,
  )
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-language', 'fr')
  headers.set('cache-control', 'no-store')
  // Remix drops the headers of a thrown answer, cookies excepted.
  if (stop?.stop === 'busy') headers.set('retry-after', String(stop.retryAfterSeconds))
  if (stop?.stop === 'tooMany' && stop.retryAt) headers.set('retry-after', new Date(stop.retryAt).toUTCString())
  return new Response(`<!DOCTYPE html>${keepTogether(html)}`, { status, headers })
}

function stopFacts(caught: unknown): NonNullable<DocumentFacts['stop']> {
  if (!isRouteErrorResponse(caught)) return { stop: 'broken' }
  if (isStopFacts(caught.data)) return caught.data
  return { stop: caught.status === 404 ? 'notFound' : caught.status < 500 ? 'refused' : 'broken' }
}

/** Failures reach the program's log under the reference that the page shows; a visitor who left is no failure. */
export const handleError: HandleErrorFunction = (failure, { request, context }) => {
  if (!request.signal.aborted) context.report(failure)
}
