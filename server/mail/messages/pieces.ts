import { button, card, codeCard, linkedLine, paragraph } from './frame.ts'
import { typeset } from './french.ts'
import type { Filling } from './template.ts'

/** A piece of a letter, as data: words in their order, never markup. */
export type Piece =
  | { say: string; strong?: boolean }
  | { label: string; list: readonly string[] }
  | { code: string }
  | { card: readonly CardLine[] }
  | { press: string; to: URL }

export type CardLine = { say: string; strong?: boolean } | { label: string; name: string; to: URL }

export interface Laid {
  /** MJML with slots. */
  source: string
  values: Record<string, Filling>
  text: string
}

/** One piece as HTML to be and as text. `slot` names its slots; `close`: a card follows. */
export function lay(piece: Piece, slot: string, close: boolean): Laid {
  if ('code' in piece) return { source: codeCard(slot), values: { [slot]: piece.code }, text: piece.code }
  if ('card' in piece) return cardOf(piece.card, slot)
  if ('press' in piece) return buttonOf(piece, slot)
  if ('list' in piece) return listOf(piece, slot)
  const words = typeset(piece.say)
  const style = [piece.strong ? 'font-weight="700"' : '', close ? 'padding-bottom="8px"' : ''].join(' ')
  return { source: paragraph(slot, style), values: { [slot]: words }, text: words }
}

function listOf({ label, list }: { label: string; list: readonly string[] }, slot: string): Laid {
  const title = typeset(label)
  return {
    source:
      paragraph(`${slot}label`, 'padding-bottom="4px"') + paragraph(slot, 'font-weight="700" padding-bottom="12px"'),
    values: { [`${slot}label`]: title, [slot]: list },
    text: [title, ...list].join('\n'),
  }
}

function buttonOf({ press, to }: { press: string; to: URL }, slot: string): Laid {
  return {
    source: button(slot),
    values: { [slot]: typeset(press), [`${slot}to`]: to.href },
    // In angle brackets (RFC 3986, appendix C): programs that make links of text drop a hyphen at the end of a bare one.
    text: `${typeset(press)}\n<${to.href}>`,
  }
}

function cardOf(inside: readonly CardLine[], slot: string): Laid {
  const values: Record<string, Filling> = {}
  const text: string[] = []
  const sources = inside.map((line, i) => {
    const own = `${slot}l${i}`
    const padding = `padding="${i === 0 ? 18 : 0}px 16px ${i === inside.length - 1 ? 18 : 12}px"`
    if ('to' in line) {
      const label = typeset(line.label)
      Object.assign(values, { [`${own}label`]: label, [own]: line.name, [`${own}to`]: line.to.href })
      text.push(`${label} ${line.name}`)
      return linkedLine(own, padding)
    }
    values[own] = typeset(line.say)
    text.push(typeset(line.say))
    return paragraph(own, `${padding}${line.strong ? ' font-weight="700"' : ''}`)
  })
  return { source: card(sources.join('')), values, text: text.join('\n') }
}
