import { createHash } from 'node:crypto'
import { type KeptMail, listMails, readMail } from './mailbox-files.ts'
import { isLocalCaller } from './mailbox-guard.ts'
import { listPage, mailPage, missingPage, type View, views } from './mailbox-pages.ts'
import { mailboxStyle } from './mailbox-style.ts'

/** `socketAddress` is the peer of the TCP connection itself (never read from a header). */
export type Mailbox = (request: Request, socketAddress: string) => Promise<Response>

const styleHash = createHash('sha256').update(mailboxStyle).digest('base64')
const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
// The mail's own page: its inline styles, and nothing that could run, load or be framed elsewhere.
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

/**
 * The demonstration mailbox at /mailbox: what the program would have sent, as it looks, as text and with headers.
 * Plain pages without script, for a browser of this machine only; anyone else gets 404, as if it were not there.
 * Answers carry their own Content-Security-Policy, which whoever mounts it must leave alone.
 */
export function createMailbox(dir: string): Mailbox {
  return async (request, socketAddress) => {
    if (!isLocalCaller(request, socketAddress)) return answer(404, missingPage())
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
    }
    const [root, id, view, ...rest] = new URL(request.url).pathname.split('/').filter(Boolean)
    if (root !== 'mailbox' || rest.length > 0) return answer(404, missingPage())
    if (id === undefined) return answer(200, listPage(await listMails(dir)))
    const mail = await readMail(dir, id)
    return mail ? show(mail, view) : answer(404, missingPage())
  }
}

function show(mail: KeptMail, end: string | undefined): Response {
  if (end === 'html') return answer(200, mail.html, mailPolicy)
  const view = (Object.keys(views) as View[]).find((name) => views[name] === (end === undefined ? '' : `/${end}`))
  return view ? answer(200, mailPage(mail, view)) : answer(404, missingPage())
}

function answer(status: number, html: string, policy = pagePolicy): Response {
  return new Response(html, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  })
}
