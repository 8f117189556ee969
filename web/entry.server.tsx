import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToStaticMarkup } from 'react-dom/server'
import { DocumentContext } from './document.ts'
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
  const html = renderToStaticMarkup(
    <DocumentContext.Provider
      value={{ nonce: context.nonce, reference: context.reference, now: context.now(), refused: actionData !== null }}
    >
      <RemixServer context={remixContext} url={request.url} />
    </DocumentContext.Provider>,
  )
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-language', 'fr')
  headers.set('cache-control', 'no-store')
  for (const caught of Object.values(errors ?? {})) copyRetryAfter(caught, headers)
  return new Response(`<!DOCTYPE html>${html}`, { status, headers })
}

// Remix drops the headers of a thrown answer, cookies excepted.
function copyRetryAfter(caught: unknown, headers: Headers) {
  const facts = typeof caught === 'object' && caught && 'data' in caught ? caught.data : null
  if (!isStopFacts(facts)) return
  if (facts.stop === 'busy') headers.set('retry-after', String(facts.retryAfterSeconds))
  if (facts.stop === 'tooMany' && facts.retryAt) headers.set('retry-after', new Date(facts.retryAt).toUTCString())
}

/** Failures reach the program's log under the reference that the page shows; a visitor who left is no failure. */
export const handleError: HandleErrorFunction = (failure, { request, context }) => {
  if (!request.signal.aborted) context.report(failure)
}
