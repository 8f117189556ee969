import { houseAccent } from './accent.ts'

/** What fills a slot: one text, or several lines. Never markup. */
export type Filling = string | readonly string[]

export type Fill<Slot extends string> = (values: Record<Slot, Filling>, accent: string) => Promise<string>

/**
 * A mail's HTML, compiled from MJML once and filled many times. A slot is written `%%name%%`; the house's accent
 * stands for the agency's. Filling is one pass over the compiled pieces: a value is escaped and never read again, so a
 * name that holds markup or another slot's name stays a name. Throws on a slot without a value.
 */
export function createTemplate<Slot extends string>(source: string): Fill<Slot> {
  let compiled: Promise<readonly string[]> | undefined
  return async (values, accent) => {
    compiled ??= compile(source)
    const pieces = await compiled
    return pieces.map((piece, index) => (index % 2 === 0 ? piece : filled(piece, values, accent))).join('')
  }
}

/** Fixed pieces at even places, what is to be filled at odd ones. */
async function compile(source: string): Promise<readonly string[]> {
  // Loaded when first needed (see warm.ts): MJML takes half a second, which the first page must not wait for.
  const { default: mjml2html } = await import('mjml')
  // `fonts: {}`: by default MJML imports web fonts, and a mail of ours loads nothing from anywhere.
  const { html } = await mjml2html(source, { fonts: {}, validationLevel: 'strict' })
  return tighten(html).split(new RegExp(`(%%\\w+%%|${houseAccent})`, 'i'))
}

/**
 * MJML writes for its own readers; a mail stays under 20 kB (past 100 kB Gmail cuts it, and phones pay by the byte). What
 * goes are blanks between tags, attributes that say nothing and the one tag that every parser puts back.
 */
function tighten(html: string): string {
  return html
    .replace(/ (style|class)=""/g, '')
    .replace(/<\/?tbody>/g, '')
    .replace(/<(\w+)\s+/g, '<$1 ')
    .replace(/"\s+>/g, '">')
    .replace(/>\s+</g, '>\n<')
    .replace(/\s*\n\s*/g, '\n')
}

function filled(piece: string, values: Readonly<Record<string, Filling>>, accent: string): string {
  if (!piece.startsWith('%%')) return accent
  const value = Object.hasOwn(values, piece.slice(2, -2)) ? values[piece.slice(2, -2)] : undefined
  if (value === undefined) throw new Error(`nothing to fill ${piece} with`)
  return typeof value === 'string' ? escapeHtml(value) : value.map(oneOfSeveral).join('')
}

/** Spaced, so that a line that wraps on a phone is not taken for two. */
function oneOfSeveral(line: string): string {
  return `<div style="padding-bottom:6px">${escapeHtml(line)}</div>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is text wherever it stands, in content or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
