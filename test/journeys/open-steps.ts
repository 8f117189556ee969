import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { button, go, pathOf } from '../support/visit.ts'

/** Of every open account in these journeys, unless said. */
export const password = 'Pirogue-lampadaire-71'

/** From the sign-in form to the page of the code. */
export async function ask(page: Page, identifier: string, email: string) {
  await page.goto('/connexion')
  await page.getByLabel('Identifiant').fill(identifier)
  await go(page, button(page, 'Mot de passe oublié'))
  expect(await page.getByLabel('Identifiant').inputValue()).toBe(identifier)
  await page.getByLabel('Adresse e-mail').fill(email)
  await go(page, button(page, 'Valider'))
  expect(pathOf(page)).toBe('/mot-de-passe-oublie/code')
}

export async function typeResetCode(page: Page, code: string) {
  await page.getByLabel('Code à 8 chiffres').fill(code)
  await go(page, button(page, 'Suivant'))
}

export const newEmail = {
  async fill(page: Page, email: string, typedPassword = password, confirmation = email) {
    await page.getByLabel('Nouvel e-mail').fill(email)
    await page.getByLabel('Confirmez cet e-mail').fill(confirmation)
    await page.getByLabel('Mot de passe de connexion', { exact: true }).fill(typedPassword)
  },
  send: (page: Page) => go(page, button(page, 'Valider')),
  async typeCode(page: Page, code: string) {
    await page.getByLabel('Code à 8 chiffres').fill(code)
    await go(page, button(page, 'Valider'))
  },
}

export async function changePassword(page: Page, current: string, typed: string, confirmation = typed) {
  await page.getByLabel('Mot de passe actuel', { exact: true }).fill(current)
  await page.getByLabel('Nouveau mot de passe', { exact: true }).fill(typed)
  await page.getByLabel('Confirmez le mot de passe', { exact: true }).fill(confirmation)
  await go(page, button(page, 'Valider'))
}
