import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenarioNames } from '../../mocks/scenarios.ts'
import { projectRoot } from '../../server/database/places.ts'
import { openBrowser } from '../support/browser.ts'
import { freePort } from '../support/http.ts'
import { button, go, link, pathOf, read } from '../support/visit.ts'

let browser: Browser
let program: ChildProcess
let origin: string

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  // No database is named and none is made: whatever asked for one would fail here.
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DATABASE_URL: 'postgresql://127.0.0.1:1/none' }
  program = spawn(process.execPath, [join(projectRoot, 'scripts/dev-mock.ts')], { env, stdio: 'ignore' })
  browser = await openBrowser()
  await answers(`${origin}/connexion`)
})
afterAll(async () => {
  await browser?.close()
  program?.kill('SIGTERM')
})

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    await new Promise((settle) => setTimeout(settle, 300))
  }
  throw new Error(`${url} did not answer`)
}

async function visit(scenario: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: origin })).newPage()
  await page.goto(`/?scenario=${scenario}`)
  return page
}

/** The code one click away: the mailbox of this browser's mock. */
async function codeOf(page: Page): Promise<string> {
  const mailbox = await page.context().newPage()
  await mailbox.goto('/mailbox')
  const code = (await mailbox.locator('.code').first().textContent()) ?? ''
  await shoot(mailbox, 'mailbox')
  await mailbox.close()
  return code
}

/** With SHOTS=folder: pictures to look at. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
}

async function typeCode(page: Page, then = 'Suivant'): Promise<void> {
  await page.getByLabel('Code à 8 chiffres').fill(await codeOf(page))
  await go(page, button(page, then))
}

test('the whole site migrates an owner of three accounts on the mocks alone', async () => {
  const page = await visit('three-accounts')
  await page.getByLabel('Identifiant').fill('012345')
  await page.getByLabel('Mot de passe', { exact: true }).fill('KXTR-7M4P-Q2HN')
  await shoot(page, 'sign-in')
  await go(page, button(page, 'Connexion'))
  await go(page, link(page, 'Continuer'))
  await page.getByLabel('Adresse e-mail').fill('marie.durand@example.net')
  await go(page, button(page, 'Suivant'))
  await shoot(page, 'code')
  await typeCode(page)
  await page.getByLabel('Nouveau mot de passe').fill('Tilleul-42-lampe')
  await page.getByLabel('Confirmez votre mot de passe').fill('Tilleul-42-lampe')
  await shoot(page, 'password')
  await go(page, button(page, 'Terminer'))
  expect(await read(page)).toContain('012347')
  await shoot(page, 'done')
  await page.goto('/espace')
  expect(pathOf(page)).toBe('/espace')
  await shoot(page, 'space')
})

test('a forgotten password is reset on the mocks', async () => {
  const page = await visit('reset-code-sent')
  expect(pathOf(page)).toBe('/mot-de-passe-oublie/code')
  await typeCode(page)
  await page.getByLabel('Nouveau mot de passe').fill('Lampe-verte-4243')
  await page.getByLabel('Confirmez votre mot de passe').fill('Lampe-verte-4243')
  await page.getByRole('checkbox').check()
  await go(page, button(page, 'Terminer'))
  expect(pathOf(page)).toBe('/mot-de-passe-oublie/termine')
})

test('an e-mail address is changed on the mocks', async () => {
  const page = await visit('email-change-pending')
  expect(pathOf(page)).toBe('/espace/parametres/email/code')
  await shoot(page, 'email-change')
  await typeCode(page, 'Valider')
  expect(await read(page)).toContain('luc.nouveau@example.net')
})

test('a scenario is chosen by the address: the late code is told, and another comes', async () => {
  const page = await visit('code-expired')
  expect(pathOf(page)).toBe('/premiere-connexion/code')
  const late = await codeOf(page)
  await page.getByLabel('Code à 8 chiffres').fill(late)
  await button(page, 'Suivant').click()
  await page.waitForLoadState()
  await shoot(page, 'code-late')
  expect(await codeOf(page)).not.toBe(late)
})

test('every scenario opens on a page of the site, whatever it shows', async () => {
  for (const scenario of scenarioNames.filter((name) => name !== 'outage')) {
    const begun = await fetch(`${origin}/?scenario=${scenario}`, { redirect: 'manual' })
    const cookie = begun.headers.getSetCookie().map((line) => line.split(';')[0])
    const headers = { cookie: cookie.filter((pair) => !pair?.endsWith('=')).join('; ') }
    const page = await fetch(`${origin}${begun.headers.get('location')}`, { headers, redirect: 'manual' })
    // An ended session or journey is gone; too much asked is told with a 503 that says when to come back.
    expect([scenario, page.status]).toEqual([scenario, expectedStatus[scenario] ?? 200])
  }
})

const expectedStatus: Readonly<Record<string, number>> = {
  busy: 503,
  'session-ended': 410,
  'flow-superseded': 410,
  'flow-expired': 410,
}

test('the clock moves from the mailbox: a code that has lapsed is asked for again', async () => {
  const page = await visit('code-sent')
  await page.goto('/mailbox')
  await go(page, button(page, '+ 31 min'))
  const late = (await page.locator('.code').first().textContent()) ?? ''
  await page.goto('/premiere-connexion/code')
  await page.getByLabel('Code à 8 chiffres').fill(late)
  await button(page, 'Suivant').click()
  await page.waitForLoadState()
  expect(pathOf(page)).toBe('/premiere-connexion/code')
})
