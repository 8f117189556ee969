import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { Letter } from './people.ts'
import type { Site } from './site.ts'

export interface Visit {
  page: Page
  context: BrowserContext
}

/** A browser of its own for one owner: no cookie of another. */
export async function visit(browser: Browser, site: Site, options: { script?: boolean } = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: options.script ?? true })
  return { context, page: await context.newPage() }
}

/** Clicks what leads to another page, and waits for that page. */
export async function go(page: Page, target: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), target.click()])
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

/** The steps as an owner does them with mouse and keyboard; each ends on the page that the step leads to. */
export const owner = {
  async signIn(page: Page, identifier: string, password: string) {
    await page.goto('/')
    await page.getByLabel('Identifiant').fill(identifier)
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await go(page, button(page, 'Connexion'))
  },
  async begin(page: Page, letter: Letter) {
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    await go(page, link(page, 'Continuer'))
  },
  async chooseEmail(page: Page, email: string) {
    await page.getByLabel('Adresse e-mail').fill(email)
    await go(page, button(page, 'Suivant'))
  },
  async typeCode(page: Page, code: string) {
    await page.getByLabel('Code à 8 chiffres').fill(code)
    await go(page, button(page, 'Suivant'))
  },
  async choosePassword(page: Page, password: string, confirmation = password) {
    await page.getByLabel('Nouveau mot de passe').fill(password)
    await page.getByLabel('Confirmez votre mot de passe').fill(confirmation)
    await go(page, button(page, 'Terminer'))
  },
  /** From the letter to the open space. */
  async migrate(page: Page, site: Site, letter: Letter, email: string, password: string) {
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    await owner.typeCode(page, await site.codeTo(email))
    await owner.choosePassword(page, password)
    await page.getByRole('heading', { name: "C'est terminé" }).waitFor()
  },
}

/** The page as one reads it: no-break spaces are spaces. */
export async function read(page: Page): Promise<string> {
  return (await page.locator('main').innerText()).replaceAll('\u00a0', ' ')
}

export const pathOf = (page: Page) => new URL(page.url()).pathname
