// How the pages of an open account look, apart from what they do: each can run by itself.
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openSite } from '../support/site.ts'
import { stage } from './stage.ts'

import './open-pages.ts'
import './refused-address.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})
