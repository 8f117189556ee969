import { accentOf } from './accent.ts'
import { type AgencyFacts, footerOf, type Rendered } from './agency-words.ts'
import { frame, lines } from './frame.ts'
import { oneLine, typeset } from './french.ts'
import { lay, type Piece } from './pieces.ts'
import { createTemplate, type Fill, type Filling } from './template.ts'

/** A mail before it is set: what it says, in order. */
export interface Letter {
  agency: AgencyFacts
  subject: string
  preheader: string
  pieces: readonly Piece[]
  /** The last line, under the cabinet's address. */
  promise: string
}

const fills = new Map<string, Fill<string>>()

/**
 * Sets a letter as text and as HTML from the same pieces, so that the two cannot say different things. French
 * typography is seen to here. Stored words must have passed `oneLine` before they became part of a sentence.
 */
export async function writeLetter(letter: Letter): Promise<Rendered> {
  const { agency, pieces } = letter
  const laid = pieces.map((piece, i) => lay(piece, `p${i}`, framed(pieces[i + 1])))
  const words = {
    subject: typeset(letter.subject),
    preheader: typeset(letter.preheader),
    agency: oneLine(agency.name),
    footer: footerOf(agency),
    promise: typeset(letter.promise),
  }
  const values: Record<string, Filling> = Object.assign({ ...words }, ...laid.map((one) => one.values))
  const body = runs(laid.map(({ source }, i) => ({ source, apart: framed(pieces[i]) })))
  const holdsCode = pieces.some((piece) => 'code' in piece)
  return {
    subject: words.subject,
    text: `${[words.agency, ...laid.map(({ text }) => text), '-- '].join('\n\n')}\n${words.footer}\n${words.promise}\n`,
    html: await fillOf(frame(body, holdsCode))(values, accentOf(agency.accent)),
  }
}

/** True for what stands on a card of its own. */
function framed(piece: Piece | undefined): boolean {
  return piece !== undefined && ('code' in piece || 'card' in piece)
}

/** Neighbouring pieces share a column: a section for each would double the weight of the mail. */
function runs(pieces: readonly { source: string; apart: boolean }[]): string {
  let body = ''
  let run = ''
  for (const { source, apart } of pieces) {
    if (!apart) run += source
    else {
      body += (run && lines(run)) + source
      run = ''
    }
  }
  return body + (run && lines(run))
}

/** Each shape of letter is compiled once; there are as many as this program has kinds of mail, and a few more. */
function fillOf(source: string): Fill<string> {
  const known = fills.get(source)
  if (known) return known
  const fill = createTemplate<string>(source)
  fills.set(source, fill)
  return fill
}
