import { afterAll, beforeAll, expect, test } from 'vitest'
import { readJourneys } from '../../server/sandbox/guide-examples.ts'
import { openBrowser } from '../support/browser.ts'
import { newPartner } from '../support/partners.ts'
import { openSite } from '../support/site.ts'
import { arrive, patient, site, stage } from './stage.ts'

beforeAll(async () => {
  stage.site = await openSite()
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
})

test(
  'a partner’s developer opens GraphiQL with a test key, finds a tab for each journey, and its steps are answered',
  patient,
  async () => {
    await site().people.owner()
    const { secret } = await newPartner(site().deps, 'lumen')
    const { page } = await arrive()
    await page.goto(`${site().origin}/graphiql`)
    await page.getByLabel('Your test key').fill(secret)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('tab').first().waitFor()
    const journeys = readJourneys().map(({ name }) => name.replace(/^\d+-/, '').replaceAll('-', ' '))
    expect(journeys).toContain('migration')
    for (const journey of journeys) await page.getByRole('tab', { name: journey }).waitFor()

    const answer = page.locator('.graphiql-response')
    const run = async (step: string) => {
      await page.getByRole('button', { name: /^Execute query/ }).click()
      await page.getByRole('menuitem', { name: step, exact: true }).click()
    }
    await run('FirstConnection')
    await answer.getByText('"900001"').first().waitFor()
    await run('Start')
    await answer.getByText('"MigrationStarted"').waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/graphiql.png` })

    await page.getByRole('tab', { name: 'reset' }).click()
    await run('ForgottenPassword')
    await answer.getByText('"ResetRequested"').waitFor()
    expect(await site().deps.db.flow.groupBy({ by: ['realm'], _count: true })).toEqual([
      { realm: 'test:lumen', _count: 2 },
    ])
  },
)
