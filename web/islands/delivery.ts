import { expireIn } from './expiry.ts'

const askEveryMs = 10_000

/**
 * Puts what becomes of the code's mail on the page, in the server's own words: a stream, or a question every ten
 * seconds while no stream comes through (an old browser, a proxy in between, both places taken by other tabs).
 */
export function tellDelivery() {
  const verdict = document.querySelector<HTMLElement>('[data-state]')
  const about = document.querySelector<HTMLElement>('[data-about]')
  const address = verdict?.dataset.state
  if (!verdict || !about || !address) return
  let heard = false
  const show = (state: { over?: true; verdict: string; about: string; secondsLeft: number }) => {
    if (state.over) return stop()
    put(verdict, state.verdict)
    put(about, state.about)
    expireIn(state.secondsLeft)
  }
  const stream = window.EventSource ? new EventSource(address) : null
  if (stream) {
    stream.onmessage = ({ data }) => {
      heard = true
      show(JSON.parse(data))
    }
  }
  const ask = async () => {
    if (heard && stream?.readyState === 1) return
    try {
      show(await (await fetch(address, { headers: { accept: 'application/json' } })).json())
    } catch {
      // The line is away, or the server starts again: the next question may be answered.
    }
  }
  const timer = setInterval(ask, askEveryMs)
  const stop = () => {
    stream?.close()
    clearInterval(timer)
  }
}

/** Replaced only when it differs: a reader hears it once, and a link keeps its focus. */
function put(place: HTMLElement, html: string) {
  const fresh = document.createElement('div')
  fresh.innerHTML = html
  if (fresh.innerHTML === place.innerHTML) return
  const focused = place.contains(document.activeElement)
  place.innerHTML = html
  if (focused) place.querySelector<HTMLElement>('a')?.focus()
}
