import { describe, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { button, go, owner, pathOf } from '../support/visit.ts'
import { expectShown, inFull, passwordRules } from './guide-page.ts'
import { password } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

const another = 'Tabouret-horizon-38'

describe('the guide, forgotten password', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: each page says and does what the guide prints', async ({ script }) => {
    const { page } = await arrive({ script })
    const email = `guide.oubli.${script ? 'avec' : 'sans'}@orange.fr`
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await page.goto('/')
    await page.getByLabel('Identifiant').fill(identifier)
    await go(page, button(page, 'Mot de passe oublié'))

    await expectShown(
      page,
      "Vous n'avez pas encore fait la mise à jour de votre compte ? Appelez votre service de syndic : 01 99 00 12 34.",
      "Écrivez votre identifiant et l'adresse e-mail associée à votre compte. Nous vous envoyons un code.",
    )
    expect(await page.getByLabel('Identifiant').inputValue()).toBe(identifier)
    await page.getByLabel('Adresse e-mail').fill(email)
    await go(page, button(page, 'Valider'))

    await expectShown(
      page,
      'Code de validation',
      'vous allez recevoir un code à 8 chiffres',
      'Merci de saisir ce code dans le cadre ci-dessous.',
      '(10 minutes)',
      'Problème de réception ? : recevoir un nouveau code',
    )
    const mail = await site().mailTo(email)
    expect(inFull(mail)).toMatch(
      /Pour réinitialiser votre mot de passe, merci de saisir le code de vérification suivant \(identifiant ••••\d\d\) :\n\n\d{8}\n/,
    )
    expect(inFull(mail)).toContain('Attention : ce code n’est valable que dix minutes')
    expect(mail.html).not.toMatch(/<a\b/)
    site().forward({ minutes: 2 })
    await go(page, button(page, 'recevoir un nouveau code'))
    await page.getByLabel('Code à 8 chiffres').fill(await site().codeTo(email, 1))
    await go(page, button(page, 'Suivant'))

    await expectShown(page, ...passwordRules)
    await page.getByLabel('Nouveau mot de passe').fill(another)
    await page.getByLabel('Confirmez votre mot de passe').fill(another)
    await page.getByLabel("J'ai noté ce mot de passe en lieu sûr").check()
    if (script) await page.getByText('Mot de passe validé ✓').waitFor()
    await go(page, button(page, 'Terminer'))

    await expectShown(page, 'Votre mot de passe est changé')
    await owner.signIn(page, identifier, another)
    expect(pathOf(page)).toBe('/espace')
  })
})
