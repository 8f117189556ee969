const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: '\u00a0', zwnj: '' }

/** The pieces of text of a page that a person sees: no head, no comment, nothing hidden. */
export function textNodes(html: string): string[] {
  return html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<div style="display:none[\s\S]*?<\/div>/, '')
    .split(/<[^>]*>/)
    .map((piece) => piece.replace(/&(#?\w+);/g, (whole, name) => entities[name] ?? whole))
    .filter((piece) => piece.trim() !== '')
}

export function readAsPerson(html: string): string {
  return textNodes(html)
    .map((piece) => piece.trim())
    .join(' ')
}
