import type { MiddlewareHandler } from 'hono'
import { answer, type Edge } from './edge.ts'

/**
 * The site is read, and written to by its own forms: anything else is the sender's fault, told before a page tries to
 * read it (a body that is no form, or half a multipart one, would be a 500 there). Our forms are all urlencoded.
 */
export const formsOnly: MiddlewareHandler<Edge> = async (c, next) => {
  const { method } = c.req
  if (method === 'GET' || method === 'HEAD') return next()
  if (method !== 'POST') {
    c.header('allow', 'GET, HEAD, POST')
    return answer(c, 405, { fr: 'Cette page ne connaît pas cette méthode.', en: 'Method not allowed.' })
  }
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return next()
  return answer(c, 415, { fr: 'Cet envoi n’est pas un formulaire.', en: 'Send a form.' })
}
