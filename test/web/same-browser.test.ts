import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccounts } from '../support/open-accounts.ts'
import { newPartner } from '../support/partners.ts'
import { openSite, type Site } from '../support/site.ts'
import { walk } from '../support/walk.ts'

const password = 'Sept pommes vertes 7!'
const another = 'Bougie-17-rivage'
const chosen = { actuel: password, nouveau: another, confirmation: another, note: '1' }

let site: Site
beforeAll(async () => {
  site = await openSite()
}, 300_000)
afterAll(() => site.close())

async function signedIn(identifier: string, typed = password, browser = walk(site)) {
  await browser.post('/connexion', { identifiant: identifier, motDePasse: typed })
  return browser
}

const text = (html: string) => html.replaceAll('&#x27;', "'").replaceAll(' ', ' ')

test('a double click on « Modifier le mot de passe » ends where the first one did, still signed in', async () => {
  await openAccounts(site, { identifiers: ['W100'], email: 'w1@orange.example', password })
  const browser = await signedIn('W100')
  const both = await Promise.all([1, 2].map(() => browser.post('/espace/parametres/mot-de-passe', chosen)))
  expect(both.map(({ to }) => to)).toEqual(['/espace/parametres', '/espace/parametres'])
  expect((await browser.get('/espace/parametres')).status).toBe(200)
})

test('the settings speak of the change of e-mail of this password only', async () => {
  const email = 'w2@orange.example'
  const [, split] = await openAccounts(site, { identifiers: ['W200', 'W300'], email, password })
  const browser = await signedIn('W200')
  await browser.post(`/espace/comptes/${split?.accountId}/mot-de-passe`, chosen)
  await signedIn('W300', another, browser)
  await browser.post('/espace/parametres/email', {
    email: 'new@free.example',
    confirmationEmail: 'new@free.example',
    motDePasse: another,
  })
  expect(text((await browser.get('/espace/parametres')).html)).toContain("Changement d'adresse en cours")
  await signedIn('W200', password, browser)
  expect(text((await browser.get('/espace/parametres')).html)).not.toContain("Changement d'adresse en cours")
  expect((await browser.get('/espace/parametres/email/code')).to).toBe('/espace/parametres')
})

test('who signs the other devices out is told that a change of address under way ended too', async () => {
  await openAccounts(site, { identifiers: ['W400'], email: 'w4@orange.example', password })
  await signedIn('W400')
  const browser = await signedIn('W400')
  await browser.post('/espace/parametres/email', {
    email: 'new4@free.example',
    confirmationEmail: 'new4@free.example',
    motDePasse: password,
  })
  const { to } = await browser.post('/espace/parametres', { action: 'deconnecter-les-autres' })
  expect(text((await browser.get(to ?? '/')).html)).toContain("Le changement d'adresse en cours est annulé aussi.")
})

test('a session of a partner’s portal is named by it, at its button too, and signed out from the settings', async () => {
  await openAccounts(site, { identifiers: ['W500'], email: 'w5@orange.example', password })
  const { secret } = await newPartner(site.deps, 'lumen', { kind: 'live', name: 'Portail Lumen' })
  const signIn = 'mutation { signIn(input: { identifier: "W500", password: "Sept pommes vertes 7!" }) { __typename } }'
  const headers = { 'content-type': 'application/json', 'connexion-key': secret }
  const body = JSON.stringify({ query: signIn })
  const answer = await fetch(`${site.origin}/graphql`, { method: 'POST', headers, body })
  expect(await answer.json()).toEqual({ data: { signIn: { __typename: 'SignedIn' } } })
  const browser = await signedIn('W500')
  const named = /Autre appareil, par le portail «\sPortail Lumen\s»/g
  const listed = text((await browser.get('/espace/parametres')).html)
  expect(listed.match(named)).toHaveLength(2)
  expect((await browser.get('/donnees-personnelles')).html).toMatch(/nos copropriétaires\s: Portail Lumen\./)
  await browser.post('/espace/parametres', { action: 'deconnecter-les-autres' })
  expect(text((await browser.get('/espace/parametres')).html)).not.toMatch(named)
})
