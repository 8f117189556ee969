import type { Page, Response } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { look } from '../support/look.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { button, go, link, owner } from '../support/visit.ts'
import { ask, changePassword, newEmail, password, typeResetCode } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

const another = 'Tabouret-horizon-38'

/** The document as it travels, and whatever else it asks for (the sheet and the script are those of every page). */
async function expectLight(page: Page, path: string, listens: readonly string[] = []) {
  const answers: Response[] = []
  const note = (answer: Response) => answers.push(answer)
  // A page that listens may still be getting its answer: leave it before counting.
  await page.goto('about:blank')
  page.on('response', note)
  await page.goto(path)
  await page.waitForLoadState('load')
  await page.waitForTimeout(700)
  page.off('response', note)
  const asked = answers.filter((answer) => !answer.url().startsWith('data:'))
  expect(asked[0]?.status(), path).toBe(200)
  const sizes = await asked[0]?.request().sizes()
  const bytes = (sizes?.responseBodySize ?? 0) + (sizes?.responseHeadersSize ?? 0)
  expect(bytes, `${path}: HTML`).toBeGreaterThan(500)
  expect(bytes, `${path}: HTML`).toBeLessThanOrEqual(12_000)
  expect(asked.map((answer) => answer.request().resourceType()).sort(), path).toEqual([
    'document',
    ...listens,
    'script',
    'stylesheet',
  ])
  for (const answer of asked) expect(new URL(answer.url()).origin).toBe(site().origin)
}

describe('every page of an open account is readable, reachable and fits', patient, () => {
  test('the forgotten password', async () => {
    const { page } = await arrive()
    const email = 'marie.durand@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password, identifiers: ['053101', '053102'] })
    await page.goto('/mot-de-passe-oublie')
    await look(page, 'f1-forgotten')
    await go(page, button(page, 'Valider'))
    await look(page, 'f1-empty')
    await ask(page, identifier, email)
    await look(page, 'f2-code')
    await typeResetCode(page, '00000000')
    await look(page, 'f2-wrong')
    await go(page, button(page, 'recevoir un nouveau code'))
    await look(page, 'f2-too-soon')
    await page.goto('/mot-de-passe-oublie')
    await look(page, 'f1-under-way')
    await page.goto('/connexion')
    await look(page, 'c1-reset-under-way')
    site().forward({ minutes: 11 })
    await page.goto('/mot-de-passe-oublie/code')
    await look(page, 'f2-over')
    await go(page, button(page, 'recevoir un nouveau code'))
    await look(page, 'f2-resent')
    await typeResetCode(page, await site().codeTo(email, 1))
    await look(page, 'f3-new')
    await go(page, button(page, 'Terminer'))
    await look(page, 'f3-refused')
    await page.getByLabel('Nouveau mot de passe').fill(another)
    await page.getByLabel('Confirmez votre mot de passe').fill(another)
    await page.getByLabel("J'ai noté ce mot de passe en lieu sûr").check()
    await page.getByText('Mot de passe validé').waitFor()
    await go(page, button(page, 'Terminer'))
    await look(page, 'f3-done')
  })

  test('five wrong codes of a reset, and a way back that has expired', async () => {
    const { page } = await arrive()
    await ask(page, '999001', 'personne@laposte.net')
    for (const code of ['11111111', '22222222', '33333333', '44444444', '55555555']) await typeResetCode(page, code)
    await look(page, 'f2-five')
    site().forward({ minutes: 75 })
    await page.goto('/mot-de-passe-oublie/code')
    await look(page, 'f2-lost')
  })

  test('the settings, the address, the password, the split, the devices', async () => {
    const { page } = await arrive()
    const identifiers = ['053201', '053202', '053203']
    const email = 'jean-baptiste.de-la-fontaine@wanadoo.fr'
    const letters = await openAccounts(site(), { email, password, identifiers, lastName: 'de La Fontaine' })
    const [{ identifier }] = letters
    const elsewhere = await arrive()
    await owner.signIn(elsewhere.page, identifier, password)
    await owner.signIn(page, identifier, password)
    await look(page, 'e1-home-cards')
    await go(page, link(page, 'Mes comptes'))
    await look(page, 'e5-shared')
    await go(page, link(page, 'Paramètres'))
    await look(page, 'e2-settings')
    await go(page, link(page, "Modifier l'adresse e-mail"))
    await look(page, 'e3-email')
    await newEmail.fill(page, 'a@free.fr', 'faux')
    await newEmail.send(page)
    await look(page, 'e3-refused')
    await newEmail.fill(page, 'jean-baptiste.nouvelle-adresse@free.fr')
    await newEmail.send(page)
    await look(page, 'e3-code')
    await newEmail.typeCode(page, '123')
    await look(page, 'e3-code-wrong')
    await go(page, link(page, 'Paramètres'))
    await look(page, 'e2-pending')
    await elsewhere.page.goto('/espace/parametres')
    await look(elsewhere.page, 'e2-pending-elsewhere')
    await go(page, link(page, 'Écrire le code'))
    await newEmail.typeCode(page, await site().codeTo('jean-baptiste.nouvelle-adresse@free.fr'))
    await look(page, 'e2-confirmed')
    await page.goto('/espace/parametres/mot-de-passe')
    await look(page, 'e4-password')
    await go(page, button(page, 'Valider'))
    await look(page, 'e4-refused')
    await page.goto(`/espace/comptes/${letters[1]?.accountId}/mot-de-passe`)
    await look(page, 'e5-split')
    await page.getByLabel("J'ai copié ce mot de passe en lieu sûr").check()
    await changePassword(page, password, another)
    await look(page, 'e5-after-split')
  })

  test('the pages of a notice’s link, and the help', async () => {
    const { page, context } = await arrive()
    await site().people.owner()
    await page.goto('/aide')
    await look(page, 'i-aide-phones')
    await page.goto('/ce-n-est-pas-moi/nothing-of-ours')
    await look(page, 'e6-freeze')
    await go(page, button(page, 'Bloquer mon compte'))
    await look(page, 'e6-unknown')
    await page.goto('/annuler/nothing-of-ours')
    await look(page, 'e6-cancel')
    for (const outcome of [
      'bloque',
      'bloque-adresse-remise',
      'bloque-trop-tard',
      'deja-bloque',
      'blocage-trop-tard',
      'annule',
      'deja-annule',
      'annulation-trop-tard',
    ]) {
      await context.addCookies([
        { name: '__Host-outcome', value: outcome, url: site().origin.replace('http:', 'https:'), secure: true },
      ])
      await page.goto('/reponse')
      await look(page, `e6-${outcome}`)
    }
  })

  test('each is light: the document, one sheet, one script, all from this site', async () => {
    const { page } = await arrive()
    const identifiers = ['054101', '054102', '054103', '054104']
    const letters = await openAccounts(site(), { email: 'leger.ouvert@orange.fr', password, identifiers })
    await expectLight(page, '/mot-de-passe-oublie')
    await expectLight(page, '/ce-n-est-pas-moi/nothing-of-ours')
    await ask(page, letters[0].identifier, 'leger.ouvert@orange.fr')
    await expectLight(page, '/mot-de-passe-oublie/code')
    await typeResetCode(page, await site().codeTo('leger.ouvert@orange.fr'))
    await expectLight(page, '/mot-de-passe-oublie/nouveau')
    await owner.signIn(page, letters[0].identifier, password)
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, 'leger.nouveau@free.fr')
    await newEmail.send(page)
    for (const path of ['', '/email', '/mot-de-passe']) await expectLight(page, `/espace/parametres${path}`)
    // It waits for word of the mail.
    await expectLight(page, '/espace/parametres/email/code', ['eventsource'])
    await expectLight(page, '/espace/comptes')
    await expectLight(page, `/espace/comptes/${letters[1]?.accountId}/mot-de-passe`)
  })
})
