import { describe, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { expectShown, inFull, passwordRules } from './guide-page.ts'
import { changePassword, newEmail, password } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

const another = 'Tabouret-horizon-38'

describe('the guide, changing the e-mail and the password from the client area', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: each page says and does what the guide prints', async ({ script }) => {
    const { page } = await arrive({ script })
    const name = script ? 'avec' : 'sans'
    const [old, next] = [`guide.ancien.${name}@orange.fr`, `guide.nouveau.${name}@orange.fr`]
    const [{ identifier }] = await openAccounts(site(), { email: old, password })
    await owner.signIn(page, identifier, password)
    await go(page, page.getByRole('navigation').getByRole('link', { name: 'Paramètres' }))

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Connexion et sécurité')
    await expectShown(page, old, '••••••••')
    expect(await page.content()).not.toContain(password)
    await go(page, link(page, "Modifier l'adresse e-mail"))
    await newEmail.fill(page, next)
    await go(page, link(page, 'Annuler'))
    expect(pathOf(page)).toBe('/espace/parametres')
    expect(await site().mailsTo(next)).toEqual([])
    await go(page, link(page, "Modifier l'adresse e-mail"))
    await newEmail.fill(page, next)
    await newEmail.send(page)
    await expectShown(page, `Nous avons envoyé un code à 8 chiffres à ${next}.`, 'Ce code est valable 30 minutes')
    expect(inFull(await site().mailTo(next))).toContain('trente minutes')
    await newEmail.typeCode(page, await site().codeTo(next))
    await expectShown(page, `Votre adresse e-mail est maintenant : ${next}.`)

    await go(page, link(page, 'Modifier le mot de passe'))
    await expectShown(page, 'Mot de passe actuel', 'Confirmez le mot de passe', ...passwordRules)
    await go(page, link(page, 'Annuler'))
    expect(pathOf(page)).toBe('/espace/parametres')
    await go(page, link(page, 'Modifier le mot de passe'))
    await page.getByLabel("J'ai copié ce mot de passe en lieu sûr").check()
    await changePassword(page, password, another)
    expect(await read(page)).toContain('Votre mot de passe est changé. Nous vous avons envoyé un e-mail.')
    const warned = await site().mailTo(next, 1)
    expect(warned.subject).toBe('Votre mot de passe a été changé')
    await go(page, button(page, 'Se déconnecter'))
    await owner.signIn(page, identifier, another)
    expect(pathOf(page)).toBe('/espace')
  })
})
