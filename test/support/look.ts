import { mkdirSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const shots = process.env.SHOTS
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const desktop = { width: 1280, height: 900 }
const telephone = { width: 360, height: 740 }
/** Also a desktop of 1280 px at 400 %. */
const narrowest = { width: 320, height: 256 }

/**
 * Looks at a page as it stands: no axe violation and 7:1 for every text on a desktop and on the narrowest screen,
 * nothing wider than the screen (with stretched and with doubled text too), every target large enough. With
 * SHOTS=folder it also leaves pictures, to look at.
 */
export async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState()
  for (const size of [telephone, narrowest, desktop]) {
    await page.setViewportSize(size)
    const where = `${name} at ${size.width} px`
    if (shots && size !== narrowest) {
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: `${shots}/${name}-${size.width}.png`, fullPage: true })
    }
    expect.soft(await tooWide(page), `${where}: wider than the screen`).toEqual([])
    expect.soft(await tooSmall(page), `${where}: targets too small`).toEqual([])
    if (size === telephone) continue
    expect.soft(await tooWide(page, 'spaced'), `${where}: wider with stretched text`).toEqual([])
    if (size === desktop) expect.soft(await tooWide(page, 'doubled'), `${where}: wider with large text`).toEqual([])
    expect.soft(await violations(page), `${where}: axe`).toEqual([])
  }
}

async function violations(page: Page): Promise<string[]> {
  const builder = new AxeBuilder({ page })
    .withTags(tags)
    // Its other mode opens a page of its own for each look; here there is no frame to gather.
    .setLegacyMode(true)
    .options({ rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } })
  const found = await builder.analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Elements that stick out of the screen; `spaced` is WCAG 1.4.12's stretched text, `doubled` 1.4.4's 200 %. */
function tooWide(page: Page, text: 'as it is' | 'spaced' | 'doubled' = 'as it is'): Promise<string[]> {
  return page.evaluate((text) => {
    const root = document.documentElement
    const elements = [...document.querySelectorAll<HTMLElement>('body *:not(.vh):not(.skip)')]
    const stretch = { 'letter-spacing': '0.12em', 'word-spacing': '0.16em', 'line-height': '1.5' }
    if (text === 'doubled') root.style.fontSize = '250%'
    for (const element of text === 'spaced' ? elements : []) {
      for (const [property, value] of Object.entries(stretch)) element.style?.setProperty(property, value, 'important')
    }
    const wide = root.clientWidth
    const out = elements.filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > wide + 0.5 || left < -0.5)
    })
    const names = out.map((element) => element.outerHTML.slice(0, 120))
    if (root.scrollWidth > wide) names.push('the page scrolls sideways')
    root.removeAttribute('style')
    for (const element of elements) element.removeAttribute('style')
    return names
  }, text)
}

/** 48 px each way; 24 px for a link inside a sentence (WCAG 2.5.8, and our own larger measure). */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('a, button, input, summary')].filter(
      (element) => !element.matches('.skip') && element.getClientRects().length > 0,
    )
    return targets.flatMap((element) => {
      // The whole line of a box is its target, the label being stretched over it.
      const target = element.matches('input[type=checkbox]') ? element.closest('p') : element
      const { width, height } = (target ?? element).getBoundingClientRect()
      const around = element.closest('p, li, dd, h2')?.textContent?.trim() ?? ''
      const inSentence = element.matches('a') && around.length > (element.textContent?.trim().length ?? 0)
      const least = inSentence ? 24 : 48
      const small = height < least - 0.5 || width < least - 0.5
      return small ? [`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 100)}`] : []
    })
  })
}
