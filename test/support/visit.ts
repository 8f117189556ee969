import type { Browser, BrowserContext, Page } from 'playwright-core'
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

/** The steps as an owner does them with mouse and keyboard; each ends on the page that the step leads to. */
export const owner = {
  async signIn(page: Page, identifier: string, password: string) {
    await page.goto('/')
    await page.getByLabel('Identifiant').fill(identifier)
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Connexion', exact: true }).click()
  },
  async begin(page: Page, letter: Letter) {
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    await page.getByRole('link', { name: 'Continuer' }).click()
  },
  async chooseEmail(page: Page, email: string) {
    await page.getByLabel('Adresse e-mail').fill(email)
    await page.getByRole('button', { name: 'Suivant' }).click()
  },
  async typeCode(page: Page, code: string) {
    await page.getByLabel('Code à 8 chiffres').fill(code)
    await page.getByRole('button', { name: 'Suivant' }).click()
  },
  async choosePassword(page: Page, password: string, confirmation = password) {
    await page.getByLabel('Nouveau mot de passe').fill(password)
    await page.getByLabel('Confirmez votre mot de passe').fill(confirmation)
    await page.getByRole('button', { name: 'Terminer' }).click()
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
