// What owners do once their account is open, with one browser and one program for all of it.
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openSite } from '../support/site.ts'
import { stage } from './stage.ts'

import './forgotten.ts'
import './changes.ts'
import './notices.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})
