import PostalMime, { type Email } from 'postal-mime'

/** A report is a page of text, a few lines of codes and the message it is about: ours weigh under 20 kB. */
export const greatestSize = 256 * 1024
const greatestDepth = 5
const greatestHeaders = 64 * 1024
/** The parser pays by the line and by the part: a quarter of a megabyte of line ends held it for four seconds. */
const mostLines = 6_000
const mostBoundaries = 100
/** Further down than this no text is looked at. */
const readCharacters = 32_000

/** A mail to the bounce address, opened: what is looked at of it, none of which is shown, logged or followed. */
export interface OpenedMail {
  header(name: string): string[]
  subject: string
  /** The beginning of its text, whichever way it is written, addresses of links included. */
  body: string
  /** The decoded `message/delivery-status` parts. */
  statuses: string[]
}

/** Null: too large, too deep, or made to cost more than a report is worth. */
export async function openMail(source: Uint8Array): Promise<OpenedMail | null> {
  if (source.length > greatestSize || !isModest(source)) return null
  const mail = await parse(source)
  if (!mail) return null
  const decoder = new TextDecoder()
  return {
    header: (name) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value),
    subject: mail.subject ?? '',
    body: `${(mail.text ?? '').slice(0, readCharacters)}\n${(mail.html ?? '').slice(0, readCharacters)}`,
    statuses: mail.attachments.flatMap(({ mimeType, content }) =>
      statusTypes.has(mimeType) ? [typeof content === 'string' ? content : decoder.decode(content)] : [],
    ),
  }
}

/** RFC 3464, and RFC 6533 for addresses beyond ASCII. */
const statusTypes: ReadonlySet<string> = new Set(['message/delivery-status', 'message/global-delivery-status'])

async function parse(source: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(source, {
      // The mail that a report is about is never opened: it may be another's, and holds a code.
      forceRfc822Attachments: true,
      maxRfc822NestingDepth: 0,
      maxNestingDepth: greatestDepth,
      maxHeadersSize: greatestHeaders,
    })
  } catch {
    return null
  }
}

function isModest(source: Uint8Array): boolean {
  let lines = 0
  let boundaries = 0
  for (let at = source.indexOf(lineEnd); at >= 0; at = source.indexOf(lineEnd, at + 1)) {
    lines += 1
    if (source[at + 1] === hyphen && source[at + 2] === hyphen) boundaries += 1
    if (lines > mostLines || boundaries > mostBoundaries) return false
  }
  return true
}

const lineEnd = 0x0a
const hyphen = 0x2d
