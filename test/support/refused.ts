import type { Page, Response } from 'playwright-core'
import { expect } from 'vitest'

const spaced = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ').trim()

/**
 * What every refused form keeps (interface-fr.md, « what the pages must prove » 7): status 422, « Erreur : » in the
 * title, the summary in focus, its link leads to the field, the same words at the field, which is marked invalid.
 * `field` null: the refusal concerns the page and no field.
 */
export async function expectRefused(page: Page, response: Response, told: { field: string | null; words: string }) {
  expect(response.status()).toBe(422)
  expect(await page.title()).toMatch(/^Erreur\u00a0: /)
  const summary = page.locator('[role=alert]')
  // The browser gives it once the page has been laid out, which a busy machine does after the document is there.
  await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(spaced(await summary.textContent())).toContain(told.words)
  if (told.field === null) return
  const link = summary.locator(`a[href="#${told.field}"]`).first()
  await page.keyboard.press('Tab')
  expect(
    await summary
      .locator('a')
      .first()
      .evaluate((element) => element === document.activeElement),
  ).toBe(true)
  await link.focus()
  await page.keyboard.press('Enter')
  const field = page.locator(`#${told.field}`)
  expect(await field.evaluate((element) => element === document.activeElement), 'the link leads to it').toBe(true)
  const described = ((await field.getAttribute('aria-describedby')) ?? '').split(' ')
  expect(described).toContain(`${told.field}-erreur`)
  expect(spaced(await page.locator(`#${told.field}-erreur`).textContent())).toContain(told.words)
  if (await field.evaluate((element) => element.matches('input'))) {
    expect(await field.getAttribute('aria-invalid')).toBe('true')
  }
}

/** Does something that posts a form, and gives back the answer to the post itself. */
export async function posting(page: Page, act: () => Promise<unknown>): Promise<Response> {
  const [response] = await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), act()])
  await page.waitForLoadState()
  return response
}
