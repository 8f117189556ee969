/** Larger drawings belong on paper: the logo travels with every page (30 kB in all). */
export const greatestLogoBytes = 8192

export type LogoFault =
  | { fault: 'TOO_LARGE' }
  | { fault: 'NOT_SVG' }
  | { fault: 'NOT_ALLOWED'; what: string }
  | { fault: 'MALFORMED'; what: string }

const shapes = ['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan']
const paints = ['defs', 'symbol', 'use', 'clipPath', 'mask', 'linearGradient', 'radialGradient', 'stop']
const elements = new Set([...shapes, ...paints, 'title', 'desc'])
const geometry = ['x', 'y', 'x1', 'y1', 'x2', 'y2', 'dx', 'dy', 'cx', 'cy', 'r', 'rx', 'ry', 'fx', 'fy', 'd', 'points']
const frame = [
  'xmlns',
  'xmlns:xlink',
  'version',
  'viewBox',
  'width',
  'height',
  'preserveAspectRatio',
  'transform',
  'id',
]
const look = [
  ...['fill', 'fill-rule', 'fill-opacity', 'clip-rule', 'clip-path', 'mask', 'opacity', 'color', 'paint-order'],
  ...['stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit', 'stroke-opacity'],
  ...['stroke-dasharray', 'stroke-dashoffset', 'stop-color', 'stop-opacity', 'offset', 'gradientUnits'],
  ...['gradientTransform', 'spreadMethod', 'clipPathUnits', 'maskUnits', 'maskContentUnits', 'textLength'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing', 'text-anchor', 'dominant-baseline'],
]
const reading = ['role', 'aria-label', 'aria-labelledby', 'aria-hidden', 'focusable', 'xml:space', 'xml:lang', 'lang']
const attributes = new Set([...geometry, ...frame, ...look, ...reading, 'href', 'xlink:href'])
const namespaces = new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink'])

const token =
  /<!--(?:(?!--)[\s\S])*-->|<\/([A-Za-z][\w:.-]*)\s*>|<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * A logo, written anew from what was understood of it. Only what draws is let through, by name: no script, style, link,
 * image, animation, event attribute, entity, or reference to anything outside the drawing (security.md: hostile files).
 */
export function readLogo(text: string): { logo: string } | LogoFault {
  if (Buffer.byteLength(text) > greatestLogoBytes) return { fault: 'TOO_LARGE' }
  const source = text
    .replace(/^\ufeff/, '')
    .replace(/^\s*<\?xml[^?<>]*\?>/, '')
    .trim()
  if (/<!DOCTYPE|<!ENTITY|<!\[CDATA|<\?/i.test(source))
    return { fault: 'NOT_ALLOWED', what: '<!DOCTYPE>, <![CDATA[ ou <?' }
  if (!/^(<!--(?:(?!--)[\s\S])*-->\s*)*<svg[\s>]/.test(source)) return { fault: 'NOT_SVG' }
  const open: string[] = []
  let written = ''
  let ended = false
  token.lastIndex = 0
  while (token.lastIndex < source.length) {
    const from = token.lastIndex
    const [whole, closing, opening, given = '', selfClosing] = token.exec(source) ?? []
    if (whole === undefined) return { fault: 'MALFORMED', what: source.slice(from, from + 30) }
    if (whole.startsWith('<!--')) continue
    if (ended && whole.trim() !== '') return { fault: 'MALFORMED', what: whole.slice(0, 30) }
    if (closing !== undefined) {
      if (open.pop() !== closing) return { fault: 'MALFORMED', what: whole }
      written += `</${closing}>`
    } else if (opening !== undefined) {
      if (!elements.has(opening)) return { fault: 'NOT_ALLOWED', what: `<${opening}>` }
      const fault = judgeAttributes(given)
      if (fault) return { fault: 'NOT_ALLOWED', what: fault }
      written += `<${opening}${given.replace(/\s+/g, ' ')}${selfClosing}>`
      if (!selfClosing) open.push(opening)
    } else {
      if (hasEntity(whole)) return { fault: 'NOT_ALLOWED', what: '&' }
      // Between shapes only white space; words live in <text>, <title> and <desc>.
      written += whole.replace(/\s+/g, ' ')
    }
    ended ||= open.length === 0 && (closing !== undefined || selfClosing === '/')
  }
  if (open.length > 0) return { fault: 'MALFORMED', what: `<${open.at(-1)}>` }
  const logo = written.trim()
  if (!/^<svg[^>]* xmlns=["']http:\/\/www.w3.org\/2000\/svg["']/.test(logo)) return { fault: 'NOT_SVG' }
  return { logo }
}

/** The first attribute that is not let through, or null. */
function judgeAttributes(given: string): string | null {
  for (const [, name = '', double, single] of given.matchAll(attribute)) {
    const value = double ?? single ?? ''
    if (!attributes.has(name)) return name
    if (hasEntity(value)) return `${name}="&…"`
    if (name.startsWith('xmlns') && !namespaces.has(value)) return name
    if (name.endsWith('href') && !/^#[\w.-]+$/.test(value)) return `${name}="${value.slice(0, 20)}"`
    if (/url\s*\(/i.test(value) && !/^url\(#[\w.-]+\)$/.test(value)) return `${name}="${value.slice(0, 20)}"`
    if (/[\\]|javascript:|data:/i.test(value)) return `${name}="${value.slice(0, 20)}"`
  }
  return null
}

/** The five of XML are harmless; numbered ones can spell anything. */
function hasEntity(text: string): boolean {
  return /&(?!(amp|lt|gt|quot|apos);)/.test(text)
}
