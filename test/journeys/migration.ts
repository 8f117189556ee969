import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

async function expectOpenSpace(page: Page, identifier: string, email: string) {
  expect(pathOf(page)).toBe('/premiere-connexion/termine')
  const text = await read(page)
  expect(text).toContain(`identifiant ${identifier} et votre nouveau mot de passe`)
  expect(text).toContain(email)
  expect((await site().mailTo(email, 1)).subject).toBe('Votre espace copropriétaire est ouvert')
}

describe('an owner gets from the letter to the open space', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words', async ({ script }) => {
    const { page } = await arrive({ script })
    const [letter] = await site().people.owner({ lastName: 'Lefèvre' })
    const email = `marie.${script ? 'avec' : 'sans'}@orange.fr`
    await page.goto('/')
    expect(pathOf(page)).toBe('/connexion')
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    expect(await read(page)).toContain('Bienvenue, Mme Lefèvre')
    await go(page, link(page, 'Continuer'))
    expect(await read(page)).toContain('1 – Adresse e-mail')
    await owner.chooseEmail(page, email)
    const asked = await read(page)
    expect(asked).toContain('2 – Authentification de votre e-mail')
    expect(asked).toContain(email)
    const mail = await site().mailTo(email)
    const code = /(?<!\d)\d{8}(?!\d)/.exec(mail.text)?.[0] ?? ''
    // The page and the mail promise the same minute, once the mail has left.
    await page.reload()
    const until = /jusqu'(?:à|au .+? à) (\d{1,2} h \d{2})/.exec(await read(page))?.[1]
    expect(mail.text.replaceAll('\u00a0', ' ')).toContain(until)
    await owner.typeCode(page, `Votre code est : ${code.slice(0, 4)} ${code.slice(4)}`)
    expect(await read(page)).toContain("3 – Mot de passe d'accès à votre compte")
    expect(await page.getByLabel('Votre identifiant').inputValue()).toBe(letter.identifier)
    await owner.choosePassword(page, password)
    await expectOpenSpace(page, letter.identifier, email)
    await go(page, link(page, 'Aller dans mon espace'))
    expect(await read(page)).toContain('Bonjour Mme Lefèvre')
    await go(page, button(page, 'Se déconnecter'))
    expect(await read(page)).toContain('Vous êtes déconnecté.')
    // « Celui du courrier n'est plus valable. »
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    expect(await read(page)).toContain("celui de nos courriers n'est plus valable")
    await owner.signIn(page, letter.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('with the keyboard alone', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    const email = 'clavier@orange.fr'
    const { keyboard } = page
    await page.goto('/')
    await keyboard.press('Tab')
    expect(await focused(page)).toBe('Aller au contenu')
    await keyboard.press('Enter')
    await tabTo(page, 'Identifiant')
    await keyboard.type(letter.identifier)
    await tabTo(page, 'Mot de passe')
    await keyboard.type(letter.issuedPassword)
    await tabTo(page, 'Afficher le mot de passe')
    await keyboard.press('Space')
    expect(await page.getByLabel('Mot de passe', { exact: true }).getAttribute('type')).toBe('text')
    await tabTo(page, 'Connexion')
    await follow(page, 'Space')
    await tabTo(page, 'Continuer')
    await follow(page, 'Enter')
    await tabTo(page, 'Adresse e-mail')
    await keyboard.type(email)
    await follow(page, 'Enter')
    await tabTo(page, "Vous n'avez rien reçu ?")
    await keyboard.press('Space')
    expect(await page.getByRole('button', { name: 'Recevoir un nouveau code' }).isVisible()).toBe(true)
    await tabTo(page, 'Code à 8 chiffres', 'Shift+Tab')
    await keyboard.type(await site().codeTo(email))
    await tabTo(page, 'Suivant')
    await follow(page, 'Enter')
    await tabTo(page, 'Nouveau mot de passe')
    await keyboard.type(password)
    await tabTo(page, 'Confirmez votre mot de passe')
    await keyboard.type(password)
    await tabTo(page, "J'ai noté ce mot de passe en lieu sûr")
    await keyboard.press('Space')
    await tabTo(page, 'Terminer')
    await follow(page, 'Enter')
    await expectOpenSpace(page, letter.identifier, email)
  })
})

/** The visible name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    return (element?.labels?.[0]?.textContent ?? element?.textContent ?? '').replaceAll('\u00a0', ' ').trim()
  })
}

async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press(key)
  }
  throw new Error(`« ${name} » is not reached with ${key}`)
}

async function follow(page: Page, key: 'Enter' | 'Space') {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)])
}
