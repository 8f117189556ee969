import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'
const another = 'Tabouret-horizon-38'

/** One account migrated, the other unticked: it waits for its own letter. */
async function migrateTheFirst(page: Page, identifiers: [string, string], email: string) {
  const [first, second] = await site().people.owner({ identifiers })
  if (!second) throw new Error('two letters were asked for')
  await owner.begin(page, first)
  await owner.chooseEmail(page, email)
  await owner.typeCode(page, await site().codeTo(email))
  expect(await read(page)).toContain(`identifiant ${identifiers[0]}`)
  await page.getByRole('checkbox', { name: identifiers[1] }).uncheck()
  await owner.choosePassword(page, password)
  return { first, second }
}

const signOut = (page: Page) => go(page, button(page, 'Se déconnecter'))

describe('an owner of several accounts', patient, () => {
  test('sets one password for all of them', async () => {
    const { page } = await arrive({ script: false })
    const [first, second] = await site().people.owner({ identifiers: ['047101', '047102'] })
    await owner.migrate(page, site(), first, 'tous@orange.fr', password)
    expect(await read(page)).toContain('identifiant 047102')
    await go(page, link(page, 'Aller dans mon espace'))
    expect(await read(page)).toContain('Mes comptes (2)')
    await signOut(page)
    await owner.signIn(page, second?.identifier ?? '', password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('leaves an unticked one as it was', async () => {
    const { page } = await arrive({ script: false })
    await migrateTheFirst(page, ['047201', '047202'], 'decoche@orange.fr')
    expect(await read(page)).not.toContain('047202')
    await go(page, link(page, 'Aller dans mon espace'))
    await go(page, link(page, 'Mes comptes'))
    expect(await page.getByRole('article').filter({ hasText: '047202' }).textContent()).toContain('Pas encore ouvert')
    await signOut(page)
    await owner.signIn(page, '047202', password)
    expect(await read(page)).toContain('ne correspond pas')
  })

  test('joins the password of the first with the second letter, proved at the verified address', async () => {
    const { page } = await arrive({ script: false })
    const { second } = await migrateTheFirst(page, ['047301', '047302'], 'rejoint@orange.fr')
    await go(page, link(page, 'Aller dans mon espace'))
    await signOut(page)
    site().forward({ minutes: 2 })
    await owner.begin(page, second)
    expect(await read(page)).toContain("Nous envoyons le code à l'adresse déjà validée : r•••@orange.fr.")
    await go(page, button(page, 'Envoyer le code'))
    expect(await page.getByRole('link', { name: "Modifier l'adresse" }).count()).toBe(0)
    await owner.typeCode(page, await site().codeTo('rejoint@orange.fr', 2))
    expect(await read(page)).toContain("Vous avez déjà un mot de passe, pour l'identifiant 047301.")
    await go(page, button(page, 'Utiliser mon mot de passe actuel'))
    expect(pathOf(page)).toBe('/premiere-connexion/termine')
    expect(await read(page)).toContain('identifiant 047301')
    await go(page, link(page, 'Aller dans mon espace'))
    await signOut(page)
    await owner.signIn(page, second.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('may choose another password for the second, and go back on that', async () => {
    const { page } = await arrive({ script: false })
    const { first, second } = await migrateTheFirst(page, ['047401', '047402'], 'autrement@orange.fr')
    await go(page, link(page, 'Aller dans mon espace'))
    await signOut(page)
    site().forward({ minutes: 2 })
    await owner.begin(page, second)
    await go(page, button(page, 'Envoyer le code'))
    await owner.typeCode(page, await site().codeTo('autrement@orange.fr', 2))
    await go(page, link(page, 'En choisir un autre'))
    await go(page, link(page, 'Garder mon mot de passe actuel'))
    await go(page, link(page, 'En choisir un autre'))
    await owner.choosePassword(page, 'court')
    // Refused: still on the form of another password, not back at the choice.
    await owner.choosePassword(page, another)
    expect(pathOf(page)).toBe('/premiere-connexion/termine')
    await go(page, link(page, 'Aller dans mon espace'))
    await signOut(page)
    await owner.signIn(page, second.identifier, another)
    expect(pathOf(page)).toBe('/espace')
    await signOut(page)
    await owner.signIn(page, first.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })
})
