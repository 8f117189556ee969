import { describe, expect, test } from 'vitest'
import { expectRefused, posting } from '../support/refused.ts'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

// Without script throughout: what a page promises, it must keep by itself.
describe('a mistake is told beside the field, and what was typed is kept', patient, () => {
  test('at sign-in', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await page.goto(`/connexion?id=${letter.identifier}`)
    expect(await page.getByLabel('Identifiant').inputValue()).toBe(letter.identifier)
    const connect = () => page.getByRole('button', { name: 'Connexion', exact: true }).click()
    const empty = await posting(page, connect)
    await expectRefused(page, empty, { field: 'motDePasse', words: 'Écrivez votre mot de passe.' })
    await page.getByLabel('Identifiant').fill('')
    const both = await posting(page, connect)
    await expectRefused(page, both, { field: 'identifiant', words: 'Écrivez votre identifiant.' })
    await page.getByLabel('Identifiant').fill(letter.identifier)
    await page.getByLabel('Mot de passe', { exact: true }).fill('Secret-tapé-9')
    const wrong = await posting(page, connect)
    await expectRefused(page, wrong, { field: null, words: "L'identifiant ou le mot de passe ne correspond pas." })
    expect(await page.getByLabel('Identifiant').inputValue()).toBe(letter.identifier)
    expect(await page.content()).not.toContain('Secret-tapé-9')
  })

  test('an issued password past its date says since when', async () => {
    const { page } = await arrive({ script: false })
    const issuedExpiresAt = new Date('2026-03-03T12:00:00Z')
    const [letter] = await site().people.owner({ issuedExpiresAt })
    const refused = await posting(page, () => owner.signIn(page, letter.identifier, letter.issuedPassword))
    const words = "Ce mot de passe n'est plus valable depuis le 3 mars."
    await expectRefused(page, refused, { field: null, words })
  })

  test.each([
    ['', 'Écrivez votre adresse e-mail.'],
    ['marie.durand', 'Il manque le signe @.'],
    ['marie@', "Il manque la fin de l'adresse, après le @."],
    ['ma rie@orange.fr', "Enlevez les espaces dans l'adresse."],
  ])('an address that cannot be: «%s»', async (email, words) => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    const refused = await posting(page, () => owner.chooseEmail(page, email))
    await expectRefused(page, refused, { field: 'email', words })
    expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe(email)
  })

  test('codes: none, too short, letters, two of them, wrong, then a countdown, then the set is closed', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    const email = 'erreurs@wanadoo.fr'
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    const right = await site().codeTo(email)
    const wrong = right === '11111111' ? '22222222' : '11111111'
    for (const [typed, words] of [
      ['', 'Écrivez le code reçu par e-mail.'],
      ['1234567', 'Le code a 8 chiffres. Vous en avez écrit 7.'],
      ['abcd', 'Le code ne contient que des chiffres.'],
      ['12345678 ou 87654321', 'Vous avez collé plusieurs codes.'],
    ] as const) {
      const refused = await posting(page, () => owner.typeCode(page, typed))
      await expectRefused(page, refused, { field: 'code', words })
      expect(await page.getByLabel('Code à 8 chiffres').inputValue()).toBe(typed)
    }
    for (let miss = 1; miss <= 4; miss++) {
      const refused = await posting(page, () => owner.typeCode(page, wrong))
      await expectRefused(page, refused, { field: 'code', words: "Ce code n'est pas le bon." })
      const left = /Il vous reste (\d) essais?/.exec(await read(page))?.[1]
      expect(left, `after miss ${miss}`).toBe(miss < 3 ? undefined : String(5 - miss))
    }
    const fifth = await posting(page, () => owner.typeCode(page, wrong))
    await expectRefused(page, fifth, { field: 'renvoyer', words: "Trop d'essais. Demandez un nouveau code." })
    expect(await page.getByLabel('Code à 8 chiffres').count()).toBe(0)
    site().forward({ minutes: 2 })
    await go(page, button(page, 'Recevoir un nouveau code'))
    expect(await read(page)).toContain(`Nouveau code envoyé à ${email}`)
    await owner.typeCode(page, await site().codeTo(email, 1))
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })

  test('a second code too soon is refused with the minute to wait for, and the first stays good', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    const email = 'presse@wanadoo.fr'
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    const first = await site().codeTo(email)
    await page.getByText("Vous n'avez rien reçu ?").click()
    const resend = page.getByRole('button', { name: 'Recevoir un nouveau code' })
    const refused = await posting(page, () => resend.click())
    await expectRefused(page, refused, { field: 'renvoyer', words: 'Un code vient de partir. Attendez jusqu' })
    site().forward({ minutes: 2 })
    await go(page, resend)
    expect(await read(page)).toContain("L'ancien code reste valable")
    await owner.typeCode(page, first)
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })

  test('a right code that came too late brings a new one, once', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    const email = 'tard@wanadoo.fr'
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    const first = await site().codeTo(email)
    site().forward({ minutes: 31 })
    const late = await posting(page, () => owner.typeCode(page, first))
    const again = "Ce code n'est plus valable. Nous venons de vous en envoyer un nouveau."
    await expectRefused(page, late, { field: 'code', words: again })
    const second = await site().codeTo(email, 1)
    site().forward({ minutes: 31 })
    const tooLate = await posting(page, () => owner.typeCode(page, second))
    await expectRefused(page, tooLate, { field: 'code', words: 'Votre messagerie met plus de 30 minutes' })
    await go(page, link(page, 'Utiliser une autre adresse').first())
    await owner.chooseEmail(page, 'autre@wanadoo.fr')
    await owner.typeCode(page, await site().codeTo('autre@wanadoo.fr'))
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })

  test('passwords: each rule by its sentence, nothing sent back, the boxes kept', async () => {
    const { page } = await arrive({ script: false })
    const [letter, other] = await site().people.owner({ lastName: 'Vasseur', identifiers: ['046101', '046102'] })
    const email = 'regles@wanadoo.fr'
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    await owner.typeCode(page, await site().codeTo(email))
    await page.getByRole('checkbox', { name: other?.identifier ?? '' }).uncheck()
    await page.getByLabel("J'ai noté ce mot de passe").check()
    for (const [typed, confirmation, field, words] of [
      ['', '', 'nouveau', 'Choisissez un mot de passe.'],
      ['Ab1xyzq', 'Ab1xyzq', 'nouveau', 'Il est trop court : 7 caractères. Il en faut au moins 8.'],
      ['pirogue-lampadaire-71', 'pirogue-lampadaire-71', 'nouveau', 'Ajoutez une lettre majuscule.'],
      ['PIROGUE-LAMPADAIRE-71', 'PIROGUE-LAMPADAIRE-71', 'nouveau', 'Ajoutez une lettre minuscule.'],
      ['Pirogue-lampadaire', 'Pirogue-lampadaire', 'nouveau', 'Ajoutez un chiffre.'],
      ['Azerty123', 'Azerty123', 'nouveau', 'Ce mot de passe est trop connu.'],
      ['Vasseur-lampadaire-71', 'Vasseur-lampadaire-71', 'nouveau', "N'utilisez pas votre nom"],
      ['Pirogue-lampadaire-71', 'Pirogue-lampadaire-72', 'confirmation', 'Les deux mots de passe sont différents.'],
    ] as const) {
      const refused = await posting(page, () => owner.choosePassword(page, typed, confirmation))
      await expectRefused(page, refused, { field, words })
      expect(await page.getByLabel('Nouveau mot de passe').inputValue()).toBe('')
      if (typed) expect(await page.content()).not.toContain(typed)
      expect(await page.getByRole('checkbox', { name: other?.identifier ?? '' }).isChecked()).toBe(false)
      expect(await page.getByLabel("J'ai noté ce mot de passe").isChecked()).toBe(true)
    }
    expect(await read(page)).toContain('Écrivez de nouveau votre mot de passe.')
    await owner.choosePassword(page, password)
    expect(pathOf(page)).toBe('/premiere-connexion/termine')
  })
})
