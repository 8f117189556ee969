// What an owner is asked about an address, apart from the other journeys: it moves the site's DNS.
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openSite } from '../support/site.ts'
import { stage } from './stage.ts'

import './advice.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})
