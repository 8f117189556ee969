// Longer ones may be part of an owner's data, and must be free to break on a narrow screen.
const greatestLength = 22

/**
 * Keeps « e-mail », « Appelez-nous » and their like on one line: a line that ends in « e- » makes a slow reader stumble.
 * A no-break hyphen would spoil search, copy and speech, hence a style. Only text between tags of the body is touched;
 * it is escaped already, and nothing is added to it but the tag.
 */
export function keepTogether(html: string): string {
  const [head = '', body = ''] = html.split(/(?=<body)/)
  return head + keepPieceTogether(body)
}

/** The same for a piece of a page. */
export function keepPieceTogether(html: string): string {
  return html.replace(/(?<![\p{L}\d.&;#])\p{L}+(?:-[\p{L}\d]+)+(?=[^<>]*<)/gu, wrap)
}

const wrap = (word: string) => (word.length > greatestLength ? word : `<span class="one">${word}</span>`)
