const minute = 60_000

/** Says once that five minutes are left, and once that the code is over. No reload: the digits being typed stay. */
export function tellExpiry() {
  const status = document.querySelector<HTMLElement>('[data-expires-in]')
  if (!status) return
  // The server says how long, not until when: the clocks of old computers are often wrong.
  const until = Date.now() + Number(status.dataset.expiresIn) * 1000
  const tell = () => {
    const left = until - Date.now()
    const words = left <= 0 ? status.dataset.over : left <= 5 * minute ? status.dataset.soon : ''
    if (words && status.textContent !== words) status.textContent = words
    if (left <= 0) clearInterval(timer)
  }
  // By the second, since a sleeping telephone does not count and a long timer would come late.
  const timer = setInterval(tell, 1000)
}
