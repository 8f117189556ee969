import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createMailDomains } from '../../server/mail-domains.ts'
import { look } from '../support/look.ts'
import { nameServer } from '../support/name-server.ts'
import { posting } from '../support/refused.ts'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

/** axe needs script; the pages are the same without. */
const looking = (script: boolean) => (page: Page, name: string) => (script ? look(page, name) : Promise.resolve())

/** For one test, a real name server on loopback behind the site. */
async function withNames() {
  const { address } = await nameServer({
    'orange.fr': { mx: [[10, 'smtp-in.orange.fr']] },
    'cabinet-durand.fr': { mx: [[10, 'mx-mibc-fr-08.mailinblack.com']] },
  })
  const { deps } = site()
  const before = deps.mailDomains
  deps.mailDomains = createMailDomains([address], deps.clock)
  return () => {
    deps.mailDomains = before
  }
}

describe.each([{ script: false }, { script: true }])(
  'an address is questioned, script: $script',
  patient,
  ({ script }) => {
    const seen = looking(script)
    test('a slip of the hand: the box has the focus, yes sends the code to what was meant', async () => {
      const back = await withNames()
      try {
        const { page } = await arrive({ script })
        const [letter] = await site().people.owner()
        await owner.begin(page, letter)
        const email = `marie.oui.${script}`
        const asked = await posting(page, () => owner.chooseEmail(page, `${email}@oragne.fr`))
        expect(asked.status()).toBe(200)
        expect(await page.title()).not.toContain('Erreur')
        const box = page.getByRole('alert')
        expect(await box.evaluate((element) => element === document.activeElement)).toBe(true)
        expect(await read(page)).toContain(`Vouliez-vous écrire ${email}@orange.fr ?`)
        expect(await read(page)).toContain('Nous ne trouvons pas « oragne.fr ».')
        await seen(page, `c3-typo-${script}`)
        await go(page, button(page, `Oui, utiliser ${email}@orange.fr`))
        expect(pathOf(page)).toBe('/premiere-connexion/code')
        expect(await site().codeTo(`${email}@orange.fr`)).toMatch(/^\d{8}$/)
      } finally {
        back()
      }
    })

    test('no keeps it; MailInBlack is told, and may be tried; a domain without a mail server may be kept', async () => {
      const back = await withNames()
      try {
        const { page } = await arrive({ script })
        const [letter] = await site().people.owner()
        await owner.begin(page, letter)
        await owner.chooseEmail(page, `garder.${script}@oragne.fr`)
        await go(page, button(page, `Non, garder garder.${script}@oragne.fr`))
        expect(pathOf(page)).toBe('/premiere-connexion/code')
        await page.goto('/premiere-connexion/email')
        await owner.chooseEmail(page, `marie@cabinet-durand.fr`)
        expect(await read(page)).toContain('Votre messagerie est protégée par MailInBlack.')
        await seen(page, `c3-filter-${script}`)
        await go(page, link(page, 'Choisir une autre adresse'))
        const none = await posting(page, () => owner.chooseEmail(page, `durand.${script}@durand-martin.fr`))
        expect(none.status()).toBe(422)
        expect(await read(page)).toContain('Nous ne trouvons pas « durand-martin.fr ». Vérifiez ce qui suit le @.')
        expect(await page.getByLabel('Adresse e-mail').inputValue()).toBe(`durand.${script}@durand-martin.fr`)
        await seen(page, `c3-no-server-${script}`)
        await go(page, button(page, `Garder quand même durand.${script}@durand-martin.fr`))
        expect(pathOf(page)).toBe('/premiere-connexion/code')
        await page.goto('/premiere-connexion/email')
        await owner.chooseEmail(page, 'andré@orange.fr')
        expect(await read(page)).toContain('Avant le @, écrivez sans accent.')
        await seen(page, `c3-accents-${script}`)
        await go(page, button(page, 'Oui, utiliser andre@orange.fr'))
        expect(pathOf(page)).toBe('/premiere-connexion/code')
      } finally {
        back()
      }
    })

    test('in the settings, with the addresses kept and the password asked once more', async () => {
      const back = await withNames()
      try {
        const { page } = await arrive({ script })
        const [letter] = await site().people.owner()
        await owner.migrate(page, site(), letter, `reglages.${script}@orange.fr`, password)
        site().forward({ minutes: 2 })
        const change = async (email: string) => {
          await page.goto('/espace/parametres/email')
          await page.getByLabel('Nouvel e-mail').fill(email)
          await page.getByLabel('Confirmez cet e-mail').fill(email)
          await page.getByLabel('Mot de passe de connexion', { exact: true }).fill(password)
          await go(page, button(page, 'Valider'))
        }
        await change(`nouvelle.${script}@gmial.com`)
        expect(await read(page)).toContain(`Vouliez-vous écrire nouvelle.${script}@gmail.com ?`)
        expect(await page.content()).not.toContain(password)
        await seen(page, `e3-typo-${script}`)
        await page.getByLabel('Mot de passe de connexion', { exact: true }).fill('pas-celui-ci')
        await go(page, button(page, `Non, garder nouvelle.${script}@gmial.com`))
        expect(await read(page)).toContain("Le mot de passe n'est pas bon.")
        expect(await page.getByLabel('Confirmez cet e-mail').inputValue()).toBe(`nouvelle.${script}@gmial.com`)
        await page.getByLabel('Mot de passe de connexion', { exact: true }).fill(password)
        await go(page, button(page, 'Valider'))
        expect(pathOf(page), 'what was kept once is not asked again').toBe('/espace/parametres/email/code')
        await change(`autre.${script}@cabinet-durand.fr`)
        expect(await read(page)).toContain('Votre messagerie est protégée par MailInBlack.')
        await page.getByLabel('Mot de passe de connexion', { exact: true }).fill(password)
        site().forward({ minutes: 2 })
        await go(page, button(page, 'Envoyer le code quand même'))
        expect(pathOf(page)).toBe('/espace/parametres/email/code')
      } finally {
        back()
      }
    })
  },
)
