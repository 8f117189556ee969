import { mkdirSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const shots = process.env.SHOTS
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
  { width: 320, height: 568 },
]

/**
 * Looks at a page as it stands, on a desktop, a telephone and the narrowest screen: no axe violation, nothing wider
 * than the screen, every target large enough. With SHOTS=folder it also leaves a picture of each, to look at.
 */
export async function look(page: Page, name: string): Promise<void> {
  for (const size of widths) {
    await page.setViewportSize(size)
    const where = `${name} at ${size.width} px`
    if (shots && size.width > 320) {
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: `${shots}/${name}-${size.width}.png`, fullPage: true })
    }
    expect.soft(await tooWide(page), `${where}: wider than the screen`).toEqual([])
    expect.soft(await tooSmall(page), `${where}: targets too small`).toEqual([])
    if (size.width === 360) continue
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect.soft(told, `${where}: axe`).toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** Elements that stick out of the screen, hidden ones excepted. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth
    const out = [...document.querySelectorAll('body *:not(.vh):not(.skip)')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > wide + 0.5 || left < -0.5)
    })
    const names = out.map((element) => element.outerHTML.slice(0, 120))
    return document.documentElement.scrollWidth > wide ? [...names, 'the page scrolls sideways'] : names
  })
}

/** 48 px each way, 24 px for a link inside a sentence (WCAG 2.5.8 and our own larger measure). */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('a, button, input, summary, label')].filter(
      (element) => !element.matches('.skip') && element.getClientRects().length > 0,
    )
    return targets.flatMap((element) => {
      const box = element.matches('input[type=checkbox]') ? element.parentElement : element
      const { width, height } = (box ?? element).getBoundingClientRect()
      const text = element.closest('p, li, dd, h2')?.textContent?.trim() ?? ''
      const inSentence = element.matches('a, label') && text.length > (element.textContent?.trim().length ?? 0)
      const needed = inSentence || element.matches('label') ? 24 : 48
      const small = height < needed - 0.5 || width < needed - 0.5
      return small ? [`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 100)}`] : []
    })
  })
}
