import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { expectRefused, posting } from '../support/refused.ts'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { follow, tabTo } from './keyboard.ts'
import { changePassword, newEmail, password } from './open-steps.ts'
import { arrive, patient, site, stage } from './stage.ts'

const another = 'Tabouret-horizon-38'

const settings = (page: Page) => go(page, link(page, 'Paramètres'))

const copied = (page: Page) => page.getByLabel("J'ai copié ce mot de passe en lieu sûr")

async function signedIn(options: { script?: boolean }, accounts: Parameters<typeof openAccounts>[1]) {
  const visiting = await arrive(options)
  const letters = await openAccounts(site(), accounts)
  await owner.signIn(visiting.page, letters[0].identifier, accounts.password)
  return { ...visiting, letters }
}

describe('an owner changes the e-mail address', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: the old one stays until the code is typed', async ({ script }) => {
    const name = script ? 'avec' : 'sans'
    const [old, next] = [`ancienne.${name}@orange.fr`, `nouvelle.${name}@free.fr`]
    const { page } = await signedIn({ script }, { email: old, password })
    await settings(page)
    expect(await read(page)).toContain(old)
    await go(page, link(page, "Modifier l'adresse e-mail"))
    expect(await read(page)).toContain(`Adresse actuelle : ${old}`)
    await newEmail.fill(page, next)
    await newEmail.send(page)
    expect(pathOf(page)).toBe('/espace/parametres/email/code')
    const asked = await read(page)
    expect(asked).toContain(`Nous avons envoyé un code à 8 chiffres à ${next}.`)
    expect(asked).toContain('Ce code est valable 30 minutes')
    await settings(page)
    const pending = await read(page)
    expect(pending).toContain(`Nous avons envoyé un code à ${next}.`)
    expect(pending).toContain(`votre adresse reste ${old}.`)
    await go(page, link(page, 'Écrire le code'))
    await newEmail.typeCode(page, await site().codeTo(next))
    expect(pathOf(page)).toBe('/espace/parametres')
    const changed = await read(page)
    expect(changed).toContain(`Votre adresse e-mail est maintenant : ${next}.`)
    expect(changed).toContain(
      "Pendant 24 heures, « Mot de passe oublié » ne fonctionne pas. En cas d'oubli, appelez-nous.",
    )
    expect(changed).not.toContain("Changement d'adresse en cours")
    const notice = await site().mailTo(old)
    expect(notice.subject).toBe('Votre adresse e-mail a été changée')
    expect(notice.text).not.toContain(next)
    site().forward({ minutes: 10 })
    await page.reload()
    expect(await read(page)).toContain('Pendant 24 heures')
  })

  test('with the keyboard alone', async () => {
    const { page } = await signedIn({}, { email: 'touches@orange.fr', password })
    const { keyboard } = page
    await tabTo(page, 'Paramètres')
    await follow(page, 'Enter')
    await tabTo(page, "Modifier l'adresse e-mail")
    await follow(page, 'Enter')
    await tabTo(page, 'Nouvel e-mail')
    await keyboard.type('touches@free.fr')
    await tabTo(page, 'Confirmez cet e-mail')
    await keyboard.type('touches@free.fr')
    await tabTo(page, 'Mot de passe de connexion')
    await keyboard.type(password)
    await tabTo(page, 'Valider')
    await follow(page, 'Space')
    await tabTo(page, 'Code à 8 chiffres')
    await keyboard.type(await site().codeTo('touches@free.fr'))
    await follow(page, 'Enter')
    expect(await read(page)).toContain('Votre adresse e-mail est maintenant : touches@free.fr.')
  })

  test('corrects it, asks for another code, and gives up, all from the settings', async () => {
    const { page } = await signedIn({ script: false }, { email: 'garde@orange.fr', password })
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, 'fautive@cabinet.example')
    await newEmail.send(page)
    await settings(page)
    await go(page, link(page, "Corriger l'adresse"))
    expect(await page.getByLabel('Nouvel e-mail').inputValue()).toBe('fautive@cabinet.example')
    await newEmail.fill(page, 'corrigee@free.fr')
    await newEmail.send(page)
    site().forward({ minutes: 2 })
    await settings(page)
    await go(page, button(page, 'Recevoir un nouveau code'))
    expect(await read(page)).toContain('Nouveau code envoyé à corrigee@free.fr')
    await settings(page)
    await go(page, button(page, 'Annuler le changement'))
    expect(await read(page)).toContain("Le changement d'adresse est annulé. Vous gardez votre adresse.")
    await page.goto('/espace/parametres/email/code')
    expect(await read(page)).toContain("Ce changement d'adresse n'est plus en cours.")
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, 'tierce@free.fr')
    const spent = await posting(page, () => newEmail.send(page))
    await expectRefused(page, spent, { field: 'email', words: 'Nous vous avons déjà envoyé plusieurs codes.' })
  })

  test('seen and cancelled in another browser, which never held it', async () => {
    const account = { email: 'ailleurs@orange.fr', password }
    const { page, letters } = await signedIn({ script: false }, account)
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, 'voleur@free.fr')
    await newEmail.send(page)
    const elsewhere = (await arrive({ script: false })).page
    await owner.signIn(elsewhere, letters[0].identifier, password)
    await settings(elsewhere)
    expect(await read(elsewhere)).toContain('Le code est parti à v•••@free.fr.')
    await go(elsewhere, button(elsewhere, 'Annuler le changement'))
    expect(await read(elsewhere)).toContain("Le changement d'adresse est annulé. Vous gardez votre adresse.")
    expect(await read(elsewhere)).not.toContain("Changement d'adresse en cours")
    await page.goto('/espace/parametres/email/code')
    expect(await read(page)).toContain("Ce changement d'adresse n'est plus en cours.")
  })

  test('each mistake by its sentence; both addresses stay, the password never comes back', async () => {
    const { page } = await signedIn({ script: false }, { email: 'fautes@orange.fr', password })
    await page.goto('/espace/parametres/email')
    for (const [email, confirmation, typed, field, words] of [
      ['', '', password, 'email', 'Écrivez votre adresse e-mail.'],
      ['marie.durand', 'marie.durand', password, 'email', 'Il manque le signe @.'],
      ['a@free.fr', 'b@free.fr', password, 'confirmationEmail', 'Les deux adresses sont différentes.'],
      ['Fautes@orange.fr', 'fautes@orange.fr', password, 'email', "C'est déjà votre adresse."],
      ['a@free.fr', 'a@free.fr', '', 'motDePasse', 'Écrivez votre mot de passe.'],
      ['a@free.fr', 'a@free.fr', another, 'motDePasse', "Le mot de passe n'est pas bon."],
    ] as const) {
      await newEmail.fill(page, email, typed, confirmation)
      const refused = await posting(page, () => go(page, button(page, 'Valider')))
      await expectRefused(page, refused, { field, words })
      expect(await page.getByLabel('Nouvel e-mail').inputValue()).toBe(email)
      expect(await page.getByLabel('Confirmez cet e-mail').inputValue()).toBe(confirmation)
      if (typed) expect(await page.content()).not.toContain(typed)
    }
    expect(await site().mailsTo('a@free.fr')).toEqual([])
  })

  test('one who signs in on the same computer sees nothing of the change another began', async () => {
    const { page, context } = await signedIn({ script: false }, { email: 'premier@orange.fr', password })
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, 'secrete@free.fr')
    await newEmail.send(page)
    const kept = (await context.cookies()).filter(({ name }) => name === '__Host-email-change')
    expect(kept).toHaveLength(1)
    const [letter] = await openAccounts(site(), { email: 'second@orange.fr', password: another })
    // Not signed out: only asleep, so that the cookie is still there.
    site().forward({ minutes: 31 })
    await owner.signIn(page, letter.identifier, another)
    await settings(page)
    expect(await page.content()).not.toContain('secrete@free.fr')
    await page.goto('/espace/parametres/email/code')
    expect(pathOf(page)).toBe('/espace/parametres')
    expect(await page.content()).not.toContain('secrete@free.fr')
  })
})

describe('an owner changes the password', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: this session goes on, the others end, the owner is told', async ({ script }) => {
    const email = `change.${script ? 'avec' : 'sans'}@orange.fr`
    const { page, context, letters } = await signedIn({ script }, { email, password })
    const elsewhere = await arrive({ script: false })
    await owner.signIn(elsewhere.page, letters[0].identifier, password)
    const token = (await context.cookies()).find(({ name }) => name === '__Host-session')?.value
    await settings(page)
    expect(await read(page)).toMatch(/Changé le \d{1,2}(er)? \p{L}+ \d{4}/u)
    await go(page, link(page, 'Modifier le mot de passe'))
    await copied(page).check()
    await changePassword(page, password, another)
    expect(pathOf(page)).toBe('/espace/parametres')
    expect(await read(page)).toContain('Votre mot de passe est changé. Nous vous avons envoyé un e-mail.')
    expect((await context.cookies()).find(({ name }) => name === '__Host-session')?.value).not.toBe(token)
    expect((await site().mailTo(email)).subject).toBe('Votre mot de passe a été changé')
    const ended = await elsewhere.page.reload()
    expect(ended?.status()).toBe(410)
    await page.goto('/espace')
    expect(pathOf(page)).toBe('/espace')
    await owner.signIn(elsewhere.page, letters[0].identifier, another)
    expect(pathOf(elsewhere.page)).toBe('/espace')
  })

  test('with the keyboard alone, from the address that password managers know', async () => {
    const { page } = await signedIn({}, { email: 'clavier.change@orange.fr', password })
    const { keyboard } = page
    await page.goto('/.well-known/change-password')
    expect(pathOf(page)).toBe('/espace/parametres/mot-de-passe')
    await tabTo(page, 'Mot de passe actuel')
    await keyboard.type(password)
    await tabTo(page, 'Afficher le mot de passe actuel')
    await keyboard.press('Space')
    expect(await page.getByLabel('Mot de passe actuel', { exact: true }).getAttribute('type')).toBe('text')
    expect(await page.getByLabel('Nouveau mot de passe', { exact: true }).getAttribute('type')).toBe('password')
    await tabTo(page, 'Nouveau mot de passe')
    await keyboard.type(another)
    await tabTo(page, 'Afficher le nouveau mot de passe')
    await tabTo(page, 'Confirmez le mot de passe')
    await keyboard.type(another)
    await page.getByText('Format respecté').waitFor()
    await tabTo(page, "J'ai copié ce mot de passe en lieu sûr")
    await keyboard.press('Space')
    await tabTo(page, 'Valider')
    await follow(page, 'Enter')
    expect(await read(page)).toContain('Votre mot de passe est changé.')
  })

  test('each mistake by its sentence; nothing typed comes back but the tick', async () => {
    const { page } = await signedIn({ script: false }, { email: 'regles.change@orange.fr', password })
    await page.goto('/espace/parametres/mot-de-passe')
    const nothing = await posting(page, () => go(page, button(page, 'Valider')))
    await expectRefused(page, nothing, { field: 'actuel', words: 'Écrivez votre mot de passe actuel.' })
    for (const words of ['Choisissez un mot de passe.', 'Notez votre mot de passe, puis cochez la case.']) {
      expect(await read(page)).toContain(words)
    }
    const unticked = await posting(page, () => changePassword(page, 'faux', another))
    await expectRefused(page, unticked, { field: 'note', words: 'Notez votre mot de passe, puis cochez la case.' })
    await copied(page).check()
    for (const [current, typed, confirmation, field, words] of [
      [another, another, another, 'actuel', "Le mot de passe n'est pas bon."],
      [password, 'court', 'court', 'nouveau', 'Il est trop court : 5 caractères. Il en faut au moins 8.'],
      [password, another, 'Tabouret-horizon-39', 'confirmation', 'Les deux mots de passe sont différents.'],
      [password, password, password, 'nouveau', "C'est votre ancien mot de passe. Choisissez-en un autre."],
    ] as const) {
      const refused = await posting(page, () => changePassword(page, current, typed, confirmation))
      await expectRefused(page, refused, { field, words })
      const html = await page.content()
      for (const secret of [current, typed, confirmation]) expect(html).not.toContain(`"${secret}"`)
      expect(html).not.toContain(password)
      expect(await copied(page).isChecked()).toBe(true)
    }
    await go(page, link(page, 'Annuler'))
    expect(pathOf(page)).toBe('/espace/parametres')
  })
})

describe('an owner of several accounts gives one a password of its own', patient, () => {
  test('only where the password is shared; the others keep theirs', async () => {
    const identifiers = ['052101', '052102', '052103']
    const email = 'separe@orange.fr'
    const { page, letters } = await signedIn({ script: false }, { identifiers, email, password })
    const [first, second] = letters
    await settings(page)
    for (const identifier of identifiers) expect(await read(page)).toContain(`identifiant ${identifier}`)
    await go(page, link(page, "Définir un mot de passe différent pour l'un d'eux"))
    await go(page, link(page, `Définir un mot de passe différent pour le compte ${second?.identifier}`))
    const asked = await read(page)
    expect(asked).toContain('Ce mot de passe sert aussi à : 052101 et 052103.')
    expect(asked).toContain('En choisir un autre seulement pour Résidence 052102, identifiant 052102 ?')
    const unticked = await posting(page, () => changePassword(page, password, another))
    await expectRefused(page, unticked, { field: 'note', words: 'Notez votre mot de passe' })
    await copied(page).check()
    await changePassword(page, password, another)
    expect(pathOf(page)).toBe('/espace/comptes')
    expect(await read(page)).toContain('Ce compte a maintenant son propre mot de passe.')
    expect(await link(page, 'Définir un mot de passe différent pour le compte 052102').count()).toBe(0)
    expect(await link(page, 'Définir un mot de passe différent pour le compte 052103').count()).toBe(1)
    expect((await site().mailTo(email)).text).toContain('052102')
    await page.goto(`/espace/comptes/${second?.accountId}/mot-de-passe`)
    expect(pathOf(page)).toBe('/espace/comptes')
    await go(page, button(page, 'Se déconnecter'))
    await owner.signIn(page, second?.identifier ?? '', another)
    expect(pathOf(page)).toBe('/espace')
    await settings(page)
    expect(await read(page)).not.toContain('052103')
    await go(page, button(page, 'Se déconnecter'))
    await owner.signIn(page, first.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('the account one is signed in with goes on under its own', async () => {
    const identifiers = ['052201', '052202']
    const { page, letters } = await signedIn({}, { identifiers, email: 'separe.soi@orange.fr', password })
    await page.goto(`/espace/comptes/${letters[0].accountId}/mot-de-passe`)
    await copied(page).check()
    await changePassword(page, password, another)
    expect(await read(page)).toContain('Ce compte a maintenant son propre mot de passe.')
    expect(await page.getByText('Définir un mot de passe différent').count()).toBe(0)
  })
})

describe('an owner sees and ends the devices that are signed in', patient, () => {
  const android =
    'Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
  const mac =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'

  async function signInWith(userAgent: string, identifier: string) {
    if (!stage.browser) throw new Error('no browser')
    const context = await stage.browser.newContext({ baseURL: site().origin, javaScriptEnabled: false, userAgent })
    const page = await context.newPage()
    await owner.signIn(page, identifier, password)
    return { page, context }
  }

  test('one, then all the others; never another owner’s', async () => {
    const [{ identifier }] = await openAccounts(site(), { email: 'appareils@orange.fr', password })
    const stranger = await signedIn({ script: false }, { email: 'voisin@orange.fr', password })
    const phone = await signInWith(android, identifier)
    const desk = await signInWith(mac, identifier)
    const third = await signInWith(android, identifier)
    await settings(phone.page)
    const seen = await read(phone.page)
    expect(seen).toMatch(/Téléphone Android, Chrome — vu aujourd'hui à \d{1,2} h \d{2} — celui-ci/)
    expect(seen).toMatch(/Ordinateur Mac, Safari — vu aujourd'hui à \d{1,2} h \d{2}\n/)
    expect(seen).toContain('Réseau : 127.0.0.1')
    await go(phone.page, button(phone.page, 'Déconnecter Ordinateur Mac, Safari'))
    expect(await read(phone.page)).toContain("L'appareil est déconnecté.")
    expect((await desk.page.reload())?.status()).toBe(410)
    expect((await third.page.reload())?.status()).toBe(200)
    await go(phone.page, button(phone.page, 'Déconnecter tous les autres'))
    expect(await read(phone.page)).toContain('Tous les autres appareils sont déconnectés.')
    expect(await button(phone.page, 'Déconnecter tous les autres').count()).toBe(0)
    expect((await third.page.reload())?.status()).toBe(410)
    expect((await stranger.page.reload())?.status()).toBe(200)
    for (const { context } of [phone, desk, third]) await context.close()
  })
})
