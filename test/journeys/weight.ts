import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, owner } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const kB = 1000

/** The network is never idle on a page that listens: the document is there, and what its script asks for has begun. */
async function settle(page: Page) {
  await page.waitForLoadState('load')
  await page.waitForTimeout(700)
}

/** What a first visit to a page costs: each request, its type and its bytes as they travel, headers included. */
async function weigh(page: Page, arriveAt: () => Promise<unknown>) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const types = new Map<string, { type: string; url: string; bytes: number }>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    // What comes before the document is still the page that is left: its stream had only just begun.
    if (type === 'Document') types.clear()
    types.set(requestId, { type, url: response.url, bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = types.get(requestId)
    if (one) one.bytes = encodedDataLength
  })
  await arriveAt()
  await settle(page)
  await session.detach()
  return [...types.values()].filter(({ url }) => !url.startsWith('data:'))
}

function expectLight(requests: Awaited<ReturnType<typeof weigh>>) {
  const bytes = (type: string) => requests.filter((one) => one.type === type).reduce((sum, one) => sum + one.bytes, 0)
  expect(bytes('Document'), 'HTML').toBeLessThanOrEqual(12 * kB)
  expect(bytes('Stylesheet'), 'CSS').toBeLessThanOrEqual(10 * kB)
  expect(bytes('Script'), 'script').toBeLessThanOrEqual(6 * kB)
  expect(bytes('Document')).toBeGreaterThan(500)
  expect(bytes('Script')).toBeGreaterThan(500)
  expect(requests.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(30 * kB)
  expect(requests.length).toBeLessThanOrEqual(4)
  for (const { url } of requests) expect(url.startsWith(site().origin), `${url} is of this site`).toBe(true)
}

describe('every page is light enough for an old telephone on a slow line', patient, () => {
  test('at most 30 kB in at most 4 requests, all from this site, none of them a framework', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner({ identifiers: ['048101', '048102', '048103', '048104'] })
    const email = 'leger@orange.fr'
    const reload = () => page.reload()
    expectLight(await weigh(page, () => page.goto('/connexion')))
    expectLight(await weigh(page, () => button(page, 'Connexion').click()))
    expectLight(await weigh(page, () => page.goto('/donnees-personnelles')))
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    expectLight(await weigh(page, reload))
    await page.goto('/premiere-connexion/email')
    expectLight(await weigh(page, reload))
    await owner.chooseEmail(page, email)
    expectLight(await weigh(page, reload))
    await owner.typeCode(page, await site().codeTo(email))
    expectLight(await weigh(page, reload))
    await owner.choosePassword(page, 'Pirogue-lampadaire-71')
    expectLight(await weigh(page, reload))
    expectLight(await weigh(page, () => page.goto('/espace/comptes')))
  })

  test('nothing moves while it settles, even when its script comes late', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    // Only what is on the screen is counted: the whole page must be.
    await page.setViewportSize({ width: 1280, height: 2400 })
    await page.route('**/assets/*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700))
      await route.continue()
    })
    const expectStill = async () => {
      await settle(page)
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => {
              resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0))
            }).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => resolve(0), 300)
          }),
      )
      expect(shift, page.url()).toBe(0)
    }
    await page.goto('/connexion')
    await expectStill()
    await owner.begin(page, letter)
    await owner.chooseEmail(page, 'stable@orange.fr')
    await expectStill()
    await owner.typeCode(page, await site().codeTo('stable@orange.fr'))
    await expectStill()
    await owner.choosePassword(page, 'Pirogue-lampadaire-71')
    await expectStill()
    expect(await button(page, 'Imprimer ce récapitulatif').count()).toBe(1)
  })
})
