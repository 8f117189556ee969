import { describe, expect, test } from 'vitest'
import { button, go, link, owner, pathOf, read, visit } from '../support/visit.ts'
import { arrive, patient, site, stage } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

describe('nothing is lost by going back, reloading, closing or clicking twice', patient, () => {
  test('reload and back at each step', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    const email = 'retour@orange.fr'
    const stay = async (path: string) => {
      await page.reload()
      expect(pathOf(page)).toBe(path)
    }
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    await stay('/premiere-connexion')
    await page.goBack()
    expect(pathOf(page)).toBe('/connexion')
    expect(await read(page)).toContain('Vous avez commencé la mise à jour')
    await go(page, link(page, 'Reprendre'))
    await go(page, link(page, 'Continuer'))
    await stay('/premiere-connexion/email')
    await owner.chooseEmail(page, email)
    await stay('/premiere-connexion/code')
    await page.goBack()
    expect(pathOf(page)).toBe('/premiere-connexion/email')
    expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe(email)
    await go(page, link(page, 'Écrire le code'))
    await owner.typeCode(page, await site().codeTo(email))
    await stay('/premiere-connexion/mot-de-passe')
    await page.goBack()
    // The code is typed: its page leads on.
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
    await owner.choosePassword(page, password)
    await stay('/premiere-connexion/termine')
    await page.goBack()
    expect(await read(page)).toContain('La page a expiré')
    expect(await site().mailsTo(email)).toHaveLength(2)
  })

  test.each([
    { step: 'the address', path: '/premiere-connexion/email', words: 'Continuer' },
    { step: 'the code', path: '/premiere-connexion/code', words: "Reprendre à l'étape 2 : le code" },
    {
      step: 'the password',
      path: '/premiere-connexion/mot-de-passe',
      words: "Reprendre à l'étape 3 : le mot de passe",
    },
  ])('a telephone that closes everything at $step comes back to it', async ({ step, path, words }) => {
    const { page, context } = await arrive()
    const [letter] = await site().people.owner()
    const email = `ferme.${path.length}@orange.fr`
    await owner.begin(page, letter)
    if (step !== 'the address') await owner.chooseEmail(page, email)
    if (step === 'the password') await owner.typeCode(page, await site().codeTo(email))
    expect(pathOf(page)).toBe(path)
    // What a browser keeps when it is ended: cookies with a date, and no others.
    const kept = (await context.cookies()).filter(({ expires }) => expires > 0)
    await context.close()
    if (!stage.browser) throw new Error('no browser')
    const later = await visit(stage.browser, site())
    await later.context.addCookies(kept)
    await later.page.goto('/')
    await go(later.page, link(later.page, 'Reprendre'))
    await go(later.page, link(later.page, words))
    expect(pathOf(later.page)).toBe(path)
    await later.context.close()
  })

  test('the same form sent twice at once does what one does, and leads to the same place', async () => {
    const { page, context } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    const email = 'deux.fois@orange.fr'
    /** Two clicks before the first answer: the browser keeps the second answer only. */
    const twice = async (path: string, fields: Record<string, string>) => {
      const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      const post = () =>
        fetch(`${site().origin}${path}`, {
          method: 'POST',
          redirect: 'manual',
          headers: { origin: site().origin, cookie: cookies },
          body: new URLSearchParams(fields),
        })
      const answers = await Promise.all([post(), post()])
      return answers.map(({ status, headers }) => `${status} ${headers.get('location')}`).sort()
    }
    await owner.begin(page, letter)
    const code = '303 /premiere-connexion/code'
    expect(await twice('/premiere-connexion/email', { email })).toEqual([code, code])
    expect(await site().mailsTo(email)).toHaveLength(1)
    const set = '303 /premiere-connexion/mot-de-passe'
    const digits = await site().codeTo(email)
    expect(await twice('/premiere-connexion/code', { code: digits })).toEqual([set, set])
    await page.goto('/premiere-connexion/mot-de-passe')
    const done = await twice('/premiere-connexion/mot-de-passe', { nouveau: password, confirmation: password })
    expect(done).toEqual(['303 /connexion', '303 /premiere-connexion/termine'])
    // The page that was left open: its owner clicks once more.
    await owner.choosePassword(page, password)
    expect(pathOf(page)).toBe('/connexion')
    expect(await read(page)).toContain("C'est déjà fait : votre espace est ouvert.")
    await owner.signIn(page, letter.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('with JavaScript a second click sends nothing, and the button says that the first was heard', async () => {
    const { page } = await arrive()
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    await page.getByLabel('Adresse e-mail').fill('un.clic@orange.fr')
    let posts = 0
    page.on('request', (request) => {
      if (request.method() === 'POST') posts++
    })
    const heard = await page.evaluate(() => {
      const next = document.querySelector<HTMLButtonElement>('button.primary')
      next?.click()
      next?.click()
      return { words: next?.textContent, disabled: next?.getAttribute('aria-disabled') }
    })
    expect(heard).toEqual({ words: 'Un instant…', disabled: 'true' })
    await page.getByLabel('Code à 8 chiffres').waitFor()
    expect(posts).toBe(1)
    await page.goBack()
    expect(await button(page, 'Suivant').getAttribute('aria-disabled')).toBe(null)
  })

  test('the letter used elsewhere ends the page that was open, and says so', async () => {
    const here = await arrive()
    const there = await arrive()
    const [letter] = await site().people.owner()
    await owner.begin(here.page, letter)
    await owner.begin(there.page, letter)
    await owner.chooseEmail(here.page, 'ici@orange.fr')
    expect(await read(here.page)).toContain('La page a expiré')
    await go(here.page, link(here.page, 'Reprendre'))
    expect(pathOf(here.page)).toBe('/connexion')
    await owner.chooseEmail(there.page, 'la@orange.fr')
    expect(pathOf(there.page)).toBe('/premiere-connexion/code')
  })

  test('an address proposed to who comes back with the letter alone stays masked', async () => {
    const first = await arrive()
    const [letter] = await site().people.owner()
    await owner.begin(first.page, letter)
    await owner.chooseEmail(first.page, 'masque@orange.fr')
    await site().codeTo('masque@orange.fr')
    site().forward({ minutes: 2 })
    const { page } = await arrive({ script: false })
    await owner.begin(page, letter)
    expect(await read(page)).toContain('Adresse déjà proposée : m•••@orange.fr')
    expect(await page.content()).not.toContain('masque@')
    expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe('')
    await go(page, button(page, 'Utiliser cette adresse'))
    await owner.typeCode(page, await site().codeTo('masque@orange.fr', 1))
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })
})
