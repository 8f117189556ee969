import type { Browser } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Site } from '../support/site.ts'
import { type Visit, visit } from '../support/visit.ts'

/** What all journeys share; journeys.test.ts fills it. */
export const stage: { site?: Site; browser?: Browser } = {}

/**
 * A journey is many pages, and the machine may be busy with the other tests: where nobody looks on (CI), one that fails is
 * walked once more by a new owner, and the report says that it was.
 */
export const patient = { timeout: 120_000, retry: process.env.CI ? 1 : 0 }

export function site(): Site {
  if (!stage.site) throw new Error('the site is not open: run the journeys through journeys.test.ts')
  return stage.site
}

/** A new owner at a browser of their own, closed with the test. */
export async function arrive(options: { script?: boolean } = {}): Promise<Visit> {
  if (!stage.browser) throw new Error('the browser is not open: run the journeys through journeys.test.ts')
  const visiting = await visit(stage.browser, site(), options)
  // A script that breaks, or a page that breaks its own content policy, fails the journey it happens in.
  const faults: string[] = []
  visiting.page.on('pageerror', (error) => faults.push(String(error)))
  visiting.page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|status of 5\d\d/.test(message.text()))
      faults.push(message.text())
  })
  onTestFinished(async () => {
    await visiting.context.close()
    expect(faults).toEqual([])
  })
  return visiting
}
