import { describe, expect, test } from 'vitest'
import { button, owner, pathOf } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

describe('the islands make easier what works without them', patient, () => {
  test('a password is shown and hidden, and hidden again before it leaves', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    await page.goto('/connexion')
    const field = page.getByLabel('Mot de passe', { exact: true })
    await button(page, 'Afficher le mot de passe').click()
    expect(await field.getAttribute('type')).toBe('text')
    expect(await button(page, 'Cacher le mot de passe').getAttribute('aria-pressed')).toBe('true')
    const types: (string | null)[] = []
    await page.exposeFunction('noteType', (type: string) => types.push(type))
    await page.evaluate(() => {
      addEventListener('submit', () => {
        const { noteType } = window as unknown as { noteType(type: string): void }
        noteType(document.querySelector<HTMLInputElement>('#motDePasse')?.type ?? '')
      })
    })
    await page.getByLabel('Identifiant').fill(letter.identifier)
    await field.fill(letter.issuedPassword)
    await button(page, 'Connexion').click()
    await page.waitForURL('**/premiere-connexion')
    expect(types).toEqual(['password'])
  })

  test('the rules tick themselves, the count is spoken, the verdict is the server’s own', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner({ lastName: 'Bertin' })
    await owner.begin(page, letter)
    await owner.chooseEmail(page, 'vivant@orange.fr')
    await owner.typeCode(page, await site().codeTo('vivant@orange.fr'))
    const met = () => page.locator('[data-rule].met').evaluateAll((lines) => lines.map((line) => line.dataset.rule))
    const spoken = page.locator('.rules [role=status]')
    const verdict = page.locator('.verdict')
    const password = page.getByLabel('Nouveau mot de passe')
    const confirmation = page.getByLabel('Confirmez votre mot de passe')
    await password.pressSequentially('azerty')
    expect(await met()).toEqual(['LOWERCASE'])
    await spoken.filter({ hasText: '1 règle sur 5 est respectée.' }).waitFor({ state: 'attached' })
    await password.pressSequentially('AZ12')
    await confirmation.fill('azertyAZ12')
    await spoken.filter({ hasText: '4 règles sur 5 sont respectées.' }).waitFor({ state: 'attached' })
    expect(await met()).toEqual(['MIN_LENGTH', 'UPPERCASE', 'LOWERCASE', 'DIGIT'])
    await password.fill('Bertin-lampadaire-71')
    await confirmation.fill('Bertin-lampadaire-71')
    await page.waitForResponse('**/verdict')
    expect(await verdict.textContent()).toBe('')
    await password.fill('Pirogue-lampadaire-71')
    await confirmation.fill('Pirogue-lampadaire-71')
    await verdict.filter({ hasText: 'Mot de passe validé ✓' }).waitFor()
    expect((await met()).length).toBe(5)
    // Asking set nothing: the flow still waits for « Terminer ».
    await page.reload()
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })

  test('the code’s last five minutes and its end are said, and the digits typed stay', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    await page.clock.install()
    await owner.chooseEmail(page, 'minuterie@orange.fr')
    // The last thing the page hears of its mail: a later one would count the minutes anew, by the server's clock.
    await site().codeTo('minuterie@orange.fr')
    await page.getByText('Parti de chez nous').waitFor()
    await page.getByLabel('Code à 8 chiffres').fill('1234')
    const status = page.locator('.expiry')
    await page.clock.runFor('24:00')
    expect(await status.textContent()).toBe('')
    await page.clock.runFor('02:00')
    expect(await status.textContent()).toContain('minutes.')
    await page.clock.runFor('05:00')
    expect(await status.textContent()).toContain("n'est plus valable")
    expect(await page.getByLabel('Code à 8 chiffres').inputValue()).toBe('1234')
    expect(pathOf(page)).toBe('/premiere-connexion/code')
  })

  test('without JavaScript no button stands there that only a script could serve', async () => {
    const { page } = await arrive({ script: false })
    await page.goto('/connexion')
    const names = await page.getByRole('button').allTextContents()
    expect(names).toEqual(['Connexion', 'Mot de passe oublié'])
    await button(page, 'Mot de passe oublié').click()
    expect(pathOf(page)).toBe('/mot-de-passe-oublie')
  })
})
