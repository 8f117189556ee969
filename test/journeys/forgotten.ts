import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { expectRefused, posting } from '../support/refused.ts'
import { button, go, link, owner, pathOf, read, visit } from '../support/visit.ts'
import { follow, tabTo } from './keyboard.ts'
import { ask, typeResetCode } from './open-steps.ts'
import { arrive, patient, site, stage } from './stage.ts'

const password = 'Pirogue-lampadaire-71'
const another = 'Tabouret-horizon-38'

async function choose(page: Page, typed: string, confirmation = typed) {
  await page.getByLabel('Nouveau mot de passe').fill(typed)
  await page.getByLabel('Confirmez votre mot de passe').fill(confirmation)
  await go(page, button(page, 'Terminer'))
}

describe('an owner who forgot the password gets back in', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words, for every account that shares it', async ({ script }) => {
    const { page, context } = await arrive({ script })
    const email = `oubli.${script ? 'avec' : 'sans'}@orange.fr`
    const identifiers = script ? ['051101', '051102'] : ['051201', '051202']
    const [first, second] = await openAccounts(site(), { identifiers, email, password })
    await ask(page, first.identifier, email)
    const asked = await read(page)
    expect(asked).toContain('Code de validation')
    expect(asked).toContain(
      `Si l'identifiant et l'adresse vont ensemble, vous allez recevoir un code à 8 chiffres à ${email}.`,
    )
    expect(asked).toContain('Problème de réception ? : recevoir un nouveau code')
    const mail = await site().mailTo(email)
    const until = /valable jusqu'(?:à|au .+? à) (\d{1,2} h \d{2}) \(10 minutes\)/.exec(asked)?.[1] ?? 'none'
    const letter = mail.text.replaceAll('\u00a0', ' ')
    expect(letter).toContain(until)
    expect(letter).toContain('dix minutes')
    await typeResetCode(page, await site().codeTo(email))
    const listed = await read(page)
    expect(listed).toContain('Nouveau mot de passe')
    for (const identifier of identifiers) expect(listed).toContain(`identifiant ${identifier}`)
    expect(await page.getByLabel('Votre identifiant').inputValue()).toBe(first.identifier)
    await page.getByLabel("J'ai noté ce mot de passe en lieu sûr").check()
    await choose(page, another)
    expect(await read(page)).toContain('Votre mot de passe est changé')
    expect((await site().mailTo(email, 1)).subject).toBe('Votre mot de passe a été changé')
    await page.reload()
    expect(await read(page)).toContain('Si vous étiez connecté sur un autre appareil, il faudra vous reconnecter.')
    await go(page, link(page, 'Se connecter'))
    expect(await page.getByLabel('Identifiant').inputValue()).toBe(first.identifier)
    await owner.signIn(page, second?.identifier ?? '', another)
    expect(pathOf(page)).toBe('/espace')
    expect(new Set((await context.cookies()).map(({ name }) => name))).toEqual(
      new Set(['__Host-session', '__Host-device']),
    )
  })

  test('with the keyboard alone', async () => {
    const { page } = await arrive()
    const email = 'oubli.clavier@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password })
    const { keyboard } = page
    await page.goto('/connexion')
    await tabTo(page, 'Identifiant')
    await keyboard.type(identifier)
    await tabTo(page, 'Mot de passe oublié')
    await follow(page, 'Enter')
    await tabTo(page, 'Adresse e-mail')
    await keyboard.type(email)
    await follow(page, 'Enter')
    await tabTo(page, 'Code à 8 chiffres')
    await keyboard.type(await site().codeTo(email))
    await follow(page, 'Enter')
    await tabTo(page, 'Nouveau mot de passe')
    await keyboard.type(another)
    await tabTo(page, 'Confirmez votre mot de passe')
    await keyboard.type(another)
    await tabTo(page, "J'ai noté ce mot de passe en lieu sûr")
    await keyboard.press('Space')
    await tabTo(page, 'Terminer')
    await follow(page, 'Space')
    expect(pathOf(page)).toBe('/mot-de-passe-oublie/termine')
  })

  test('a telephone that closed the tab is led back to the code, from both doors', async () => {
    const { page, context } = await arrive({ script: false })
    const email = 'oubli.ferme@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await ask(page, identifier, email)
    const kept = (await context.cookies()).filter(({ expires }) => expires > 0)
    if (!stage.browser) throw new Error('no browser')
    const later = await visit(stage.browser, site(), { script: false })
    await later.context.addCookies(kept)
    for (const door of ['/', '/mot-de-passe-oublie']) {
      await later.page.goto(door)
      expect(await read(later.page)).toMatch(/Vous avez demandé un code à \d{1,2} h \d{2}\./)
      await go(later.page, link(later.page, 'Écrire le code'))
      expect(pathOf(later.page)).toBe('/mot-de-passe-oublie/code')
    }
    await later.page.getByText("Vous n'avez rien reçu ?").click()
    await go(later.page, link(later.page, 'Revenir en arrière'))
    expect(await later.page.getByLabel('Identifiant').inputValue()).toBe(identifier)
    expect(await later.page.getByLabel('Adresse e-mail').inputValue()).toBe(email)
    // The same form sent once more: its code has just left.
    await go(later.page, button(later.page, 'Valider'))
    expect(pathOf(later.page)).toBe('/mot-de-passe-oublie/code')
    expect(await site().mailsTo(email)).toHaveLength(1)
    await later.context.close()
  })
})

describe('the way back in answers all alike', patient, () => {
  /** Every answer from the form to the fifth wrong code, without what was typed and what is random or a time. */
  async function walk(identifier: string, email: string) {
    const { page } = await arrive({ script: false })
    const answers: string[] = []
    const keep = async (status = 200) => {
      const html = await page.content()
      const bare = html.replaceAll(identifier, 'ID').replaceAll(email, 'MAIL')
      answers.push(`${status} ${bare.replaceAll(/nonce="[^"]*"/g, '').replaceAll(/\d{1,2}&nbsp;h&nbsp;\d{2}/g, 'H')}`)
    }
    const bare = () =>
      page.evaluate(() => document.querySelector('[data-expires-in]')?.removeAttribute('data-expires-in'))
    await ask(page, identifier, email)
    await page.reload()
    await bare()
    await keep()
    for (let miss = 0; miss < 5; miss++) {
      const response = await posting(page, () => typeResetCode(page, '00000000'))
      await bare()
      await keep(response.status())
    }
    await page.goto('/mot-de-passe-oublie/nouveau')
    await keep()
    const soon = await posting(page, () => go(page, button(page, 'Recevoir un nouveau code')))
    await keep(soon.status())
    return answers
  }

  test('known, wrong address, unknown, not migrated, and reset blocked: the same pages and statuses', async () => {
    const email = 'neutre.a@orange.fr'
    const [known] = await openAccounts(site(), { email, password })
    const [blocked] = await openAccounts(site(), { email: 'neutre.b@orange.fr', password })
    const resetBlockedUntil = new Date(site().deps.clock.now().getTime() + 3_600_000)
    await site().deps.db.credential.updateMany({ where: { ownerId: blocked.ownerId }, data: { resetBlockedUntil } })
    const [letter] = await site().people.owner()
    const first = await walk(known.identifier, email)
    expect(first.map((answer) => answer.slice(0, 3))).toEqual(['200', '422', '422', '422', '422', '422', '200', '422'])
    expect(first[0]).toContain('vous allez recevoir un code')
    expect(await walk(known.identifier, 'neutre.c@orange.fr')).toEqual(first)
    expect(await walk('999999', 'neutre.d@orange.fr')).toEqual(first)
    expect(await walk(letter.identifier, 'neutre.e@orange.fr')).toEqual(first)
    expect(await walk(blocked.identifier, 'neutre.b@orange.fr')).toEqual(first)
    expect(await site().mailsTo('neutre.c@orange.fr')).toEqual([])
    expect(await site().mailsTo('neutre.b@orange.fr')).toEqual([])
  })

  test('the way of an owner not yet migrated is on the page, whoever looks', async () => {
    const { page } = await arrive({ script: false })
    await page.goto('/mot-de-passe-oublie')
    expect(await read(page)).toContain(
      "Vous n'avez pas encore fait la mise à jour de votre compte ? Appelez votre service de syndic : 01 99 00 12 34.",
    )
    await go(page, link(page, "Je n'ai plus accès à cette adresse"))
    expect(new URL(page.url()).hash).toBe('#e-mail')
  })
})

describe('on the way back in a mistake is told, and what was typed is kept', patient, () => {
  test('the identifier, the address', async () => {
    const { page } = await arrive({ script: false })
    await page.goto('/mot-de-passe-oublie')
    const empty = await posting(page, () => go(page, button(page, 'Valider')))
    await expectRefused(page, empty, { field: 'identifiant', words: 'Écrivez votre identifiant.' })
    expect(await read(page)).toContain('Écrivez votre adresse e-mail.')
    await page.getByLabel('Identifiant').fill('012345')
    await page.getByLabel('Adresse e-mail').fill('marie.durand')
    const refused = await posting(page, () => go(page, button(page, 'Valider')))
    await expectRefused(page, refused, { field: 'email', words: 'Il manque le signe @.' })
    expect(await page.getByLabel('Identifiant').inputValue()).toBe('012345')
    expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe('marie.durand')
  })

  test('a password typed by habit before « Mot de passe oublié » goes nowhere', async () => {
    const { page } = await arrive({ script: false })
    await page.goto('/connexion')
    await page.getByLabel('Identifiant').fill('<b>042</b>; Path')
    await page.getByLabel('Mot de passe', { exact: true }).fill('Habitude-tapée-9')
    await go(page, button(page, 'Mot de passe oublié'))
    expect(page.url()).toBe(`${site().origin}/mot-de-passe-oublie`)
    expect(await page.getByLabel('Identifiant').inputValue()).toBe('<b>042</b>; Path')
    expect(await page.content()).not.toContain('Habitude')
  })

  test('a code that came too late is not replaced by itself; asking for one brings it', async () => {
    const { page } = await arrive({ script: false })
    const email = 'oubli.tard@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await ask(page, identifier, email)
    const first = await site().codeTo(email)
    site().forward({ minutes: 11 })
    await page.reload()
    expect(await read(page)).toContain("Ce code n'est plus valable.")
    const late = await posting(page, () => typeResetCode(page, first))
    await expectRefused(page, late, { field: 'code', words: "Ce code n'est plus valable. Demandez-en un nouveau." })
    expect(await site().mailsTo(email)).toHaveLength(1)
    await go(page, button(page, 'recevoir un nouveau code'))
    expect(await read(page)).toMatch(/Nouveau code demandé à \d{1,2} h \d{2}\./)
    const soon = await posting(page, () => go(page, button(page, 'recevoir un nouveau code')))
    await expectRefused(page, soon, { field: 'renvoyer', words: 'Un code vient de partir.' })
    await typeResetCode(page, await site().codeTo(email, 1))
    expect(pathOf(page)).toBe('/mot-de-passe-oublie/nouveau')
  })

  test('the box, the rules and the old password, each by its sentence; no password comes back', async () => {
    const { page } = await arrive({ script: false })
    const email = 'oubli.regles@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await ask(page, identifier, email)
    await typeResetCode(page, await site().codeTo(email))
    const box = page.getByLabel("J'ai noté ce mot de passe en lieu sûr")
    const notNoted = await posting(page, () => choose(page, 'pirogue', 'pirogue-2'))
    await expectRefused(page, notNoted, { field: 'note', words: 'Notez votre mot de passe, puis cochez la case.' })
    for (const words of ['Il est trop court : 7 caractères.', 'Ajoutez un chiffre.', 'Les deux mots de passe sont']) {
      expect(await read(page)).toContain(words)
    }
    const only = await posting(page, () => choose(page, another))
    await expectRefused(page, only, { field: 'note', words: 'Notez votre mot de passe, puis cochez la case.' })
    expect(await page.content()).not.toContain(another)
    await box.check()
    const old = await posting(page, () => choose(page, password))
    await expectRefused(page, old, { field: 'nouveau', words: "C'est votre ancien mot de passe." })
    expect(await box.isChecked()).toBe(true)
    expect(await page.content()).not.toContain(password)
    await choose(page, another)
    expect(pathOf(page)).toBe('/mot-de-passe-oublie/termine')
  })

  test('no link shows « Votre mot de passe est changé » to who changed nothing, and an ended way begins anew', async () => {
    const { page } = await arrive({ script: false })
    await page.goto('/mot-de-passe-oublie/termine')
    expect(pathOf(page)).toBe('/mot-de-passe-oublie')
    const lost = await page.goto('/mot-de-passe-oublie/code')
    expect(lost?.status()).toBe(410)
    expect(await read(page)).toContain('Demandez un nouveau code pour continuer.')
    await go(page, link(page, 'Demander un code'))
    expect(pathOf(page)).toBe('/mot-de-passe-oublie')
  })
})
