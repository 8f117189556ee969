// One browser and one program for all journeys: each starts once, and no journey waits for another's.
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openSite } from '../support/site.ts'
import { stage } from './stage.ts'

import './migration.ts'
import './mistakes.ts'
import './interruptions.ts'
import './accounts.ts'
import './edges.ts'
import './islands.ts'
import './weight.ts'
import './every-page.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})
