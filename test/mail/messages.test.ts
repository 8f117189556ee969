import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { type AccountOpenedFacts, renderAccountOpened } from '../../server/mail/messages/account-opened.ts'
import type { Rendered } from '../../server/mail/messages/agency-words.ts'
import { type MigrationCodeFacts, renderMigrationCode } from '../../server/mail/messages/migration-code.ts'
import { expectHarmless, hostileNames, lawsOfEveryMail } from './laws-of-mails.ts'
import { readAsPerson, textNodes } from './read-as-person.ts'

const agency = {
  name: 'Cabinet Morel & Fils',
  phone: '01 23 45 67 89',
  hours: 'du lundi au vendredi, de 9 h à 18 h',
  postalAddress: '12 rue de la République, 69002 Lyon',
  accent: null,
}
const codeFacts: MigrationCodeFacts = {
  agency,
  code: '06991277',
  lifespanMinutes: 30,
  issuedAt: new Date('2026-11-22T13:05:42Z'),
  until: new Date('2026-11-22T13:35:42Z'),
  addressVerified: false,
}
const openedFacts: AccountOpenedFacts = {
  agency,
  title: 'Mme',
  firstName: 'Marie',
  lastName: 'Durand',
  openedAt: new Date('2026-11-22T13:20:00Z'),
  site: new URL('https://www.coprodirecte.fr'),
  identifier: '012345',
  accounts: [
    { identifier: '012345', residence: 'Résidence Les Tilleuls' },
    { identifier: '012346', residence: 'Résidence du Parc' },
  ],
  freezeLink: null,
}
const all: [string, () => Promise<Rendered>][] = [
  ['the code', () => renderMigrationCode(codeFacts)],
  ['the code to a verified address', () => renderMigrationCode({ ...codeFacts, addressVerified: true })],
  ['the area is open', () => renderAccountOpened(openedFacts)],
]
const spaces = (text: string) => text.replaceAll('\u00a0', ' ')

lawsOfEveryMail(all)

describe('the code', () => {
  test('it is one unbroken piece of text, so that copying gives its eight digits', async () => {
    const { html } = await renderMigrationCode(codeFacts)
    expect(textNodes(html)).toContain('06991277')
    expect(html).toMatch(/font-size:32px[^"]*letter-spacing:5px[^"]*"[^>]*>06991277</)
  })

  test('it says the guide’s sentence, the duration in words and the end on the clock', async () => {
    const text = spaces((await renderMigrationCode(codeFacts)).text)
    expect(text).toContain(
      'Pour continuer la procédure de mise à jour de votre compte en ligne, merci de saisir le code de vérification suivant :\n\n06991277\n',
    )
    expect(text).toContain('Attention : ce code n’est valable que trente minutes, jusqu’à 14 h 35.')
  })

  test('the duration comes from the one setting', async () => {
    const { text } = await renderMigrationCode({ ...codeFacts, lifespanMinutes: 45 })
    expect(text).toContain('quarante-cinq minutes')
    expect(text).not.toContain('trente minutes')
  })

  test('it names no owner and no building, and holds no link', async () => {
    for (const addressVerified of [false, true]) {
      const { html, text } = await renderMigrationCode({ ...codeFacts, addressVerified })
      expect(`${html}${text}`).not.toMatch(/<a\b|https?:\/\/(?!www\.w3\.org)|Durand|Tilleuls/)
    }
  })

  test('to a new address the subject begins with the code', async () => {
    const { subject } = await renderMigrationCode(codeFacts)
    expect(subject).toBe('06991277 est votre code – Cabinet Morel & Fils')
  })

  test('to a verified address the subject keeps the code and the text warns the owner', async () => {
    const { subject, text, html } = await renderMigrationCode({ ...codeFacts, addressVerified: true })
    expect(spaces(subject)).toBe('Votre code de vérification (demandé à 14 h 05)')
    expect(html.split('</title>')[0]).not.toContain('06991277')
    expect(spaces(text)).toContain(
      'Quelqu’un utilise le courrier de l’un de vos comptes. Ce n’est pas vous ? Appelez-nous tout de suite : 01 23 45 67 89',
    )
    expect(text).not.toContain('Ne faites rien')
  })

  test('what a locked screen shows of it holds no code', async () => {
    const { html } = await renderMigrationCode({ ...codeFacts, addressVerified: true })
    const shown = html
      .slice(html.indexOf('<body'))
      .replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .replaceAll('&nbsp;&zwnj;', '..')
    expect(shown.slice(0, 250)).not.toContain('06991277')
  })
})

describe('the area is open', () => {
  test('it tells where and how to sign in, and which accounts the password opens', async () => {
    const text = spaces((await renderAccountOpened(openedFacts)).text)
    expect(text).toContain('Bonjour Mme Durand,')
    expect(text).toContain('Votre espace est ouvert depuis le 22 novembre à 14 h 20.')
    expect(text).toContain('Pour vous connecter : www.coprodirecte.fr\nVotre identifiant : 012345\n')
    expect(text).toContain('012345 – Résidence Les Tilleuls\n012346 – Résidence du Parc')
    expect(text).toContain('Ce n’est pas vous ? Appelez-nous tout de suite : 01 23 45 67 89')
  })

  test('an owner without a title is greeted by first and last name', async () => {
    expect((await renderAccountOpened({ ...openedFacts, title: '' })).text).toContain('Bonjour Marie Durand,')
  })

  test('the agency’s accent colours it, where it can be read', async () => {
    const { html } = await renderAccountOpened({ ...openedFacts, agency: { ...agency, accent: '#5B1A1A' } })
    expect(html).toContain('#5B1A1A')
    expect(html).not.toMatch(/#0b5351/i)
  })
})

describe('stored words that attack', () => {
  test.each(hostileNames)('a name like %j stays a name, everywhere', async (name) => {
    const mails = [
      await renderMigrationCode({ ...codeFacts, agency: { ...agency, name, postalAddress: name, hours: name } }),
      await renderAccountOpened({
        ...openedFacts,
        agency: { ...agency, name },
        lastName: name,
        accounts: [{ identifier: '012345', residence: name }],
      }),
    ]
    for (const mail of mails) expectHarmless(mail, name)
  })

  test('the reader used by these tests reads like a mail program', async () => {
    const parsed = await PostalMime.parse(
      `Content-Type: text/html; charset=utf-8\r\n\r\n<p>un &amp; <b>deux</b> &lt;trois&gt;</p>`,
    )
    expect(readAsPerson(parsed.html ?? '')).toBe('un & deux <trois>')
  })
})
