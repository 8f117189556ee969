import type { Mail } from './inbox.ts'
import type { Mock } from './mock.ts'
import { scenarioNames } from './scenarios.ts'

const refreshMs = 500
const spans = [
  ['+ 1 min', 1],
  ['+ 31 min', 31],
  ['+ 1 day', 1440],
] as const

/** A corner of the page with the mails of the mock (a click on a code types it), its clock and its scenarios. */
export function showPanel(mock: Mock): HTMLElement {
  const host = document.createElement('aside')
  host.setAttribute('aria-label', 'Mocked API')
  host.style.cssText = 'position:fixed;right:8px;bottom:8px;z-index:2147483647'
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  const box = make('details')
  const summary = make('summary')
  const mails = make('ol')
  box.append(summary, mails, clockOf(mock), scenariosOf(mock))
  root.append(box)
  document.body.append(host)
  let shown = ''
  const refresh = () => {
    const inbox = mock.inbox.mails()
    const news = inbox.map(({ id }) => id).join()
    if (news === shown && summary.textContent) return
    shown = news
    summary.textContent = `✉ ${inbox.length}`
    mails.replaceChildren(...inbox.map(itemOf))
  }
  refresh()
  setInterval(refresh, refreshMs)
  return host
}

function itemOf({ subject, to, code, link }: Mail): HTMLElement {
  const item = make('li', `${subject} → ${to}`)
  if (code) item.append(button(code, () => typeCode(code)))
  if (link) item.append(make('code', link))
  return item
}

/** Into the page's field for a one-time code, as an owner would paste it, and into the clipboard. */
function typeCode(code: string): void {
  void navigator.clipboard?.writeText(code).catch(() => {})
  const field = document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]')
  if (!field) return
  // Frameworks listen to the prototype's own setter: an assignment alone would not be noticed by them.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, code)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}

function clockOf({ clock }: Mock): HTMLElement {
  const row = make('p')
  row.append(...spans.map(([label, minutes]) => button(label, () => clock.forward({ minutes }))))
  return row
}

function scenariosOf({ playing }: Mock): HTMLElement {
  const select = document.createElement('select')
  select.setAttribute('aria-label', 'Scenario')
  select.append(...scenarioNames.map((name) => new Option(name, name, false, name === playing)))
  select.addEventListener('change', () => {
    const address = new URL(location.href)
    address.searchParams.set('scenario', select.value)
    location.assign(address)
  })
  return select
}

function make(tag: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}

function button(label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = label
  element.addEventListener('click', press)
  return element
}

const style = `details{font:14px/1.5 system-ui,sans-serif;background:#fff;color:#1b1b1b;border:1px solid #555;border-radius:6px;
padding:6px 10px;max-width:22rem;max-height:70vh;overflow:auto}summary{cursor:pointer;min-height:24px}ol{margin:.4rem 0;padding:0;
list-style:none}li{border-top:1px solid #ccc;padding:.3rem 0;overflow-wrap:anywhere}button,select{font:inherit;min-height:28px;margin:2px}`
