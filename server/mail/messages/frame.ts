import { houseAccent, ink, paper } from './accent.ts'

const quiet = '#47505C'
const sans = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

// After the preheader a mail list goes on with the letter itself: the blank keeps a code off a locked screen. A letter
// without one goes without its kilobyte.
const blank = '&nbsp;&zwnj;'.repeat(80)

/** A paragraph of the letter. `css-class` lets the dark scheme recolour what MJML writes inline. */
export function paragraph(slot: string, more = ''): string {
  return `<mj-text css-class="ink" ${more}>%%${slot}%%</mj-text>`
}

/** The code: one unbroken text (spaced by style, so that copying gives its 8 digits), on a card of its own. */
export function codeCard(slot: string): string {
  return card(`<mj-text css-class="ink" font-size="32px" line-height="40px" font-weight="700" letter-spacing="5px"
    align="center" padding="20px 4px 20px 9px">%%${slot}%%</mj-text>`)
}

/** A white card with the accent on its left. */
export function card(content: string): string {
  return `<mj-section padding="8px 24px 16px"><mj-column css-class="card" padding="0" inner-background-color="#FFFFFF"
    inner-border="1px solid #D8D0C2" inner-border-left="6px solid ${houseAccent}">${content}</mj-column></mj-section>`
}

/** A line of a card that ends in a link: `slot` its words, `<slot>label` what comes before, `<slot>to` where it leads. */
export function linkedLine(slot: string, more: string): string {
  return `<mj-text css-class="ink" ${more}>%%${slot}label%% <a href="%%${slot}to%%"
    style="color:${houseAccent};font-weight:700">%%${slot}%%</a></mj-text>`
}

/**
 * A link as large as a thumb. Outlined, never filled: in a good piece of news, closing the account must not be what
 * calls for a click.
 */
export function button(slot: string): string {
  return `<mj-button css-class="press" href="%%${slot}to%%" align="left" padding="0 0 18px" inner-padding="12px 20px"
    font-size="18px" line-height="26px" font-weight="700" color="${houseAccent}" background-color="#FFFFFF"
    border="2px solid ${houseAccent}" border-radius="6px">%%${slot}%%</mj-button>`
}

/** Paragraphs on the bare paper. */
export function lines(content: string): string {
  return `<mj-section padding="0 24px"><mj-column>${content}</mj-column></mj-section>`
}

/**
 * The page every mail stands on (interface-fr.md, "The look" and 3.M): the site's paper, ink and accent, 18 px, one
 * column, no picture, no tracker, nothing loaded from anywhere. Slots: subject, preheader, agency, footer, promise.
 */
export function frame(body: string, holdsCode: boolean): string {
  return `<mjml lang="fr" dir="ltr">
<mj-head>
  <mj-title>%%subject%%</mj-title>
  <mj-preview>%%preheader%%${holdsCode ? blank : ''}</mj-preview>
  <mj-attributes>
    <mj-all font-family="${sans}" />
    <mj-text font-size="18px" line-height="27px" color="${ink}" padding="0 0 18px" />
    <mj-section padding="0" />
  </mj-attributes>
  <mj-raw>
    <meta name="color-scheme" content="light dark" />
    <meta name="supported-color-schemes" content="light dark" />
    <meta name="format-detection" content="telephone=no, date=no, address=no" />
  </mj-raw>
  <mj-style>
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
    @media (prefers-color-scheme: dark) {
      body, .paper, .paper > div { background-color: #14181E !important; }
      .ink div, .ink a { color: #F3EEE5 !important; }
      .quiet div { color: #C9C3B8 !important; }
      .rule td { border-color: #5B6675 !important; }
      .card table table { background-color: #1F252E !important; border-color: #5B6675 !important; }
      .press td { background: #1F252E !important; border-color: #C9C3B8 !important; }
      .press a { background: #1F252E !important; color: #F3EEE5 !important; }
    }
  </mj-style>
</mj-head>
<mj-body background-color="${paper}" width="600px" css-class="paper">
  <mj-section full-width="full-width" background-color="${houseAccent}" padding="4px 0" />
  <mj-section padding="32px 24px 24px"><mj-column>
    <mj-text css-class="ink" font-size="22px" line-height="30px" font-family="Georgia, 'Times New Roman', serif"
      font-weight="700" padding="0">%%agency%%</mj-text>
  </mj-column></mj-section>
  ${body}
  <mj-section padding="8px 24px 32px"><mj-column css-class="rule" border-top="1px solid #D8D0C2" padding="16px 0 0">
    <mj-text css-class="quiet" font-size="16px" line-height="24px" color="${quiet}" padding="0 0 8px">%%footer%%</mj-text>
    <mj-text css-class="quiet" font-size="16px" line-height="24px" color="${quiet}" padding="0">%%promise%%</mj-text>
  </mj-column></mj-section>
</mj-body>
</mjml>`
}
