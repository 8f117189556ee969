import { describe, expect, test } from 'vitest'
import type { KeptMail } from '../../server/mail/mailbox-files.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { button, go, link, owner, pathOf, read } from '../support/visit.ts'
import { follow, tabTo } from './keyboard.ts'
import { changePassword, newEmail, password } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

const another = 'Tabouret-horizon-38'

/** The path of the notice's link, as its reader opens it. */
function linkIn(mail: KeptMail, page: 'ce-n-est-pas-moi' | 'annuler'): string {
  const address = new RegExp(`http://[^\\s>]*/${page}/[\\w-]+`).exec(mail.text)?.[0]
  if (!address) throw new Error(`the mail « ${mail.subject} » has no link to /${page}`)
  return new URL(address).pathname
}

/** What a page says, without what is random in it. */
const bare = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '')

describe('« Ce n’est pas moi »', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: the page does nothing, its button freezes, and the old address is back', async ({ script }) => {
    const name = script ? 'avec' : 'sans'
    const old = `gel.${name}@orange.fr`
    const { page } = await arrive({ script })
    const [{ identifier }] = await openAccounts(site(), { email: old, password })
    await owner.signIn(page, identifier, password)
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, `voleur.${name}@free.fr`)
    await newEmail.send(page)
    await newEmail.typeCode(page, await site().codeTo(`voleur.${name}@free.fr`))
    const path = linkIn(await site().mailTo(old), 'ce-n-est-pas-moi')
    const victim = await arrive({ script })
    for (let times = 0; times < 2; times++) await victim.page.goto(path)
    expect(await read(victim.page)).toContain('Plus personne ne pourra se connecter, pas même vous.')
    expect((await page.goto('/espace'))?.status()).toBe(200)
    await go(victim.page, button(victim.page, 'Bloquer mon compte'))
    expect(victim.page.url()).toBe(`${site().origin}/reponse`)
    const told = await read(victim.page)
    expect(told).toMatch(/Votre compte est bloqué\s+Appelez-nous pour le rouvrir\./)
    expect(told).toContain('Nous avons remis votre ancienne adresse e-mail.')
    expect(await victim.page.title()).toMatch(/^Votre compte est bloqué/)
    expect((await victim.page.reload())?.status()).toBe(200)
    expect((await page.goto('/espace'))?.status()).toBe(410)
    await owner.signIn(page, identifier, password)
    expect(await read(page)).toContain('Ce compte est bloqué à la demande de son propriétaire. Appelez-nous.')
    await victim.page.goto(path)
    await go(victim.page, button(victim.page, 'Bloquer mon compte'))
    expect(await read(victim.page)).toContain('Ce lien a déjà servi')
  })

  test('with the keyboard alone, after a change of password; no address is there to be put back', async () => {
    const { page } = await arrive()
    const [{ identifier }] = await openAccounts(site(), { email: 'gel.clavier@orange.fr', password })
    await owner.signIn(page, identifier, password)
    await page.goto('/espace/parametres/mot-de-passe')
    await page.getByLabel("J'ai copié ce mot de passe en lieu sûr").check()
    await changePassword(page, password, another)
    await page.goto(linkIn(await site().mailTo('gel.clavier@orange.fr'), 'ce-n-est-pas-moi'))
    await tabTo(page, 'Bloquer mon compte')
    await follow(page, 'Space')
    expect(await read(page)).toContain('Appelez-nous pour le rouvrir.')
    expect(await read(page)).not.toContain('ancienne adresse')
  })

  test('says the same for any link before its button is pressed, and names what it was after', async () => {
    const { page } = await arrive({ script: false })
    const email = 'gel.tard@orange.fr'
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await owner.signIn(page, identifier, password)
    await page.goto('/espace/parametres/mot-de-passe')
    await page.getByLabel("J'ai copié ce mot de passe en lieu sûr").check()
    await changePassword(page, password, another)
    const path = linkIn(await site().mailTo(email), 'ce-n-est-pas-moi')
    const shown = async (at: string) => {
      await page.goto(at)
      return bare(await page.content()).replaceAll(at, 'LINK')
    }
    const real = await shown(path)
    expect(await shown('/ce-n-est-pas-moi/nothing-of-ours')).toBe(real)
    await go(page, button(page, 'Bloquer mon compte'))
    expect(await read(page)).toContain('Nous ne connaissons pas ce lien')
    expect((await page.reload())?.status()).toBe(410)
    site().forward({ minutes: 11 * 24 * 60 })
    expect(await shown(path)).toBe(real)
    await go(page, button(page, 'Bloquer mon compte'))
    expect(await read(page)).toContain("Ce lien n'est plus valable")
    await owner.signIn(page, identifier, another)
    expect(pathOf(page)).toBe('/espace')
  })

  test('its secret stays on its page: no foreign address, no referrer elsewhere, no cache, and GET nothing', async () => {
    const { page } = await arrive()
    const answer = await page.goto('/ce-n-est-pas-moi/nothing-of-ours')
    expect(await answer?.headerValue('referrer-policy')).toBe('same-origin')
    expect(await answer?.headerValue('cache-control')).toBe('no-store')
    const addresses = await page.evaluate(() =>
      [...document.querySelectorAll('[href], [src], [action]')]
        .map(
          (element) =>
            new URL(
              element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action') ?? '',
              location.href,
            ),
        )
        .map(({ origin, protocol }) => (/^(tel|data):$/.test(protocol) ? protocol : origin)),
    )
    expect(new Set(addresses)).toEqual(new Set([site().origin, 'tel:', 'data:']))
    await go(page, link(page, 'Annuler'))
    expect(pathOf(page)).toBe('/connexion')
    expect((await page.goto('/reponse'))?.url()).toBe(`${site().origin}/connexion`)
  })
})

describe('the owner’s no to what the service was asked for', patient, () => {
  /** A letter that somebody on the telephone asked for, for an open account: it waits for three days. */
  async function asked(email: string) {
    const [letter] = await openAccounts(site(), { email, password })
    const printed: unknown[] = []
    const request = { realm: 'live', identifier: letter.identifier, by: 'accueil-2', reason: 'appel' }
    const sink = {
      write: async (letters: readonly unknown[]) => void printed.push(...letters),
      discard: async () => {},
    }
    const reissue = () => reissueAccount(site().deps, request, sink)
    expect(await reissue()).toMatchObject({ __typename: 'StaffActionRequested' })
    return { letter, printed, reissue, path: linkIn(await site().mailTo(email), 'annuler') }
  }

  test('the page does nothing, its button cancels what was asked for, as often as it is asked', async () => {
    const { page } = await arrive({ script: false })
    const { letter, path, printed, reissue } = await asked('annule@orange.fr')
    const shown = async (at: string) => {
      await page.goto(at)
      return bare(await page.content()).replaceAll(at, 'LINK')
    }
    expect(await shown(path)).toBe(await shown('/annuler/nothing-of-ours'))
    await page.goto(path)
    expect(await reissue()).toMatchObject({ __typename: 'StaffRefused', reason: 'WAITING' })
    await go(page, button(page, 'Annuler cette demande'))
    expect(page.url()).toBe(`${site().origin}/reponse`)
    expect(await read(page)).toContain("Rien n'a changé pour votre compte.")
    site().forward({ minutes: 73 * 60 })
    expect(await reissue()).toMatchObject({ __typename: 'StaffActionRequested' })
    expect(printed).toEqual([])
    // What its owner refuses is the deed: the link says no to the request that was made anew, then has nothing left to do.
    await page.goto(path)
    await go(page, button(page, 'Annuler cette demande'))
    expect(await read(page)).toContain("Rien n'a changé pour votre compte.")
    await page.goto(path)
    await go(page, button(page, 'Annuler cette demande'))
    expect(await read(page)).toContain('La demande est déjà annulée')
    expect((await page.reload())?.status()).toBe(410)
    await owner.signIn(page, letter.identifier, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('too late, it says so and whom to call', async () => {
    const { page } = await arrive({ script: false })
    const { path, reissue } = await asked('annule.tard@orange.fr')
    site().forward({ minutes: 73 * 60 })
    expect(await reissue()).toMatchObject({ __typename: 'LettersIssued' })
    await page.goto(path)
    await go(page, button(page, 'Annuler cette demande'))
    expect(await read(page)).toContain("Il n'a rien annulé. Vous n'aviez rien demandé ? Appelez-nous tout de suite.")
    expect(await read(page)).toContain('01 99 00 12 34')
  })
})
