// The printed guide, walked in its order; docs/guide-walk.md names the test of each of its sentences.
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openSite } from '../support/site.ts'
import { stage } from './stage.ts'

import './guide-migration.ts'
import './guide-forgotten.ts'
import './guide-settings.ts'
import './guide-durations.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})
