import type { Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { Site } from '../support/site.ts'
import { type Visit, visit } from '../support/visit.ts'

/** What all journeys share; journeys.test.ts fills it. */
export const stage: { site?: Site; browser?: Browser } = {}

export function site(): Site {
  if (!stage.site) throw new Error('the site is not open: run the journeys through journeys.test.ts')
  return stage.site
}

/** A new owner at a browser of their own, closed with the test. */
export async function arrive(options: { script?: boolean } = {}): Promise<Visit> {
  if (!stage.browser) throw new Error('the browser is not open: run the journeys through journeys.test.ts')
  const visiting = await visit(stage.browser, site(), options)
  onTestFinished(() => visiting.context.close())
  return visiting
}
