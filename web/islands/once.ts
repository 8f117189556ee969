import { all } from './find.ts'

/** A second click is harmless for the server; this only tells the owner that the first one was heard. */
export function sendOnce() {
  for (const form of all<HTMLFormElement>('form')) {
    let sent: HTMLElement | null = null
    let label = ''
    form.addEventListener('submit', (event) => {
      if (sent) return event.preventDefault()
      // Safari before 15.4 does not say which button was used: the main one is then as good.
      sent = event.submitter ?? form.querySelector('[data-moment]')
      if (!sent?.dataset.moment) return
      label = sent.textContent ?? ''
      sent.textContent = sent.dataset.moment
      sent.setAttribute('aria-disabled', 'true')
    })
    // The page may come back from the browser's memory: its form must work again.
    addEventListener('pageshow', () => {
      if (sent && label) sent.textContent = label
      sent?.removeAttribute('aria-disabled')
      sent = null
    })
  }
}
