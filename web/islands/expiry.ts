const minute = 60_000
let until = 0

/** The server says how long, not until when: the clocks of old computers are often wrong. */
export const expireIn = (seconds: number) => {
  until = Date.now() + seconds * 1000
}

/**
 * Says once that five minutes are left, and once that the code is over; nothing again when its mail left later and it
 * lives longer. No reload: the digits being typed stay.
 */
export function tellExpiry() {
  const status = document.querySelector<HTMLElement>('[data-expires-in]')
  if (!status) return
  expireIn(Number(status.dataset.expiresIn))
  const tell = () => {
    const left = until - Date.now()
    const words = (left <= 0 ? status.dataset.over : left <= 5 * minute ? status.dataset.soon : '') ?? ''
    if (status.textContent !== words) status.textContent = words
  }
  // By the second, since a sleeping telephone does not count and a long timer would come late.
  setInterval(tell, 1000)
}
