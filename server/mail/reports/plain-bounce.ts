import type { OpenedMail } from './open-mail.ts'

/** Below such a line a bounce copies the message that came back: its text is not the server's. */
const copyBegins = /^-{2,}.{0,40}(copy|copie|original|message|headers|en-t[êe]tes)/im

/**
 * The SMTP answer that an old server quotes in plain words (qmail and its like write no RFC 3464 report): its reply code
 * with its enhanced code, side by side, and the same wherever they are quoted. Null: none, or two that contradict.
 */
export function quotedAnswer({ body }: OpenedMail): { code: string; enhanced: string } | null {
  const told = body.slice(0, copyBegins.exec(body)?.index ?? body.length)
  const quoted = [...told.matchAll(/(?<![\d.])([45]\d\d)[ -]#?([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g)]
  const [first, ...others] = quoted.map(([, code = '', enhanced = '']) => ({ code, enhanced }))
  if (!first || others.some(({ code, enhanced }) => code !== first.code || enhanced !== first.enhanced)) return null
  return first
}
