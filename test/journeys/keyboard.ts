import type { Page } from 'playwright-core'

/** The visible name of what has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    return (element?.labels?.[0]?.textContent ?? element?.textContent ?? '').replaceAll('\u00a0', ' ').trim()
  })
}

export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press(key)
  }
  throw new Error(`« ${name} » is not reached with ${key}`)
}

export async function follow(page: Page, key: 'Enter' | 'Space') {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)])
}
