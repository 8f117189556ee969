import { describe, expect, test } from 'vitest'
import { staffActionKinds } from '../../server/domain/staff-action.ts'
import { renderAccountFrozen } from '../../server/mail/messages/account-frozen.ts'
import { renderAccountOpened } from '../../server/mail/messages/account-opened.ts'
import type { Rendered } from '../../server/mail/messages/agency-words.ts'
import { renderEmailChangeCode } from '../../server/mail/messages/email-change-code.ts'
import { renderEmailChanged } from '../../server/mail/messages/email-changed.ts'
import { renderFreezeNotice } from '../../server/mail/messages/freeze-notice.ts'
import { renderPasswordChanged } from '../../server/mail/messages/password-changed.ts'
import { maskIdentifier, renderResetCode } from '../../server/mail/messages/reset-code.ts'
import { renderStaffAction, type StaffActionFacts } from '../../server/mail/messages/staff-action.ts'
import { renderWebhookStopped } from '../../server/mail/messages/webhook-stopped.ts'
import { expectHarmless, hostileNames, lawsOfEveryMail } from './laws-of-mails.ts'
import { textNodes } from './read-as-person.ts'

const at = new Date('2026-11-22T13:05:42Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const hours = (count: number) => later(count * 60)

const agency = {
  name: 'Cabinet Morel & Fils',
  phone: '01 23 45 67 89',
  hours: 'du lundi au vendredi, de 9 h à 18 h',
  postalAddress: '12 rue de la République, 69002 Lyon',
  accent: null,
}
const accounts = [
  { identifier: '012345', residence: 'Résidence Les Tilleuls' },
  { identifier: '012346', residence: 'Résidence du Parc' },
]
const owner = { agency, title: 'Mme', firstName: 'Marie', lastName: 'Durand', accounts }
const freezeLink = { to: new URL('https://www.coprodirecte.fr/ce-n-est-pas-moi/AbC_d-'), until: hours(240) }
const cancelLink = { to: new URL('https://www.coprodirecte.fr/annuler/AbC_d-'), until: hours(72) }

const reset = { agency, code: '06991277', lifespanMinutes: 10, issuedAt: at, until: later(10), identifier: 'C012345' }
const change = { agency, code: '06991277', lifespanMinutes: 30, issuedAt: at, until: later(30) }
const password = { ...owner, changedAt: at, othersKeep: false, freezeLink }
const email = { ...owner, changedAt: at, newEmail: 'm•••@free.fr', resetBlockedHours: 24, freezeLink }
const opened = {
  ...owner,
  openedAt: at,
  site: new URL('https://www.coprodirecte.fr'),
  identifier: '012345',
  freezeLink,
}
const frozen = { agency, frozenAt: at, accounts }
const notice = { ...owner, frozenAt: at, restored: null }
const staff = {
  ...owner,
  ...{ requestedAt: at, effectiveAt: at, cancelledAt: null, cancelLink: null },
  ...{ waits: false, wasOpen: false, resetBlockedUntil: null },
}
const stopped = {
  ...{ agency, stoppedAt: at, url: new URL('https://portail.example/evenements?cle=secret') },
  ...{ retryHours: 72, keptMonths: 12, lastAnswer: '503' },
}
const waiting = { effectiveAt: hours(72), waits: true, wasOpen: true, cancelLink }

const all: [string, () => Promise<Rendered>][] = [
  ['a reset’s code', () => renderResetCode(reset)],
  ['the code to a new address', () => renderEmailChangeCode(change)],
  ['the area is open, with its link', () => renderAccountOpened(opened)],
  ['the password was changed', () => renderPasswordChanged(password)],
  ['the password was changed, without a link', () => renderPasswordChanged({ ...password, freezeLink: null })],
  ['the e-mail was changed', () => renderEmailChanged(email)],
  ['accounts were frozen', () => renderAccountFrozen(frozen)],
  ['the owner’s accounts were frozen', () => renderFreezeNotice(notice)],
  ['and the address put back', () => renderFreezeNotice({ ...notice, restored: 'm•••@orange.fr' })],
  ['the password of some accounts was changed', () => renderPasswordChanged({ ...password, othersKeep: true })],
  ...staffActionKinds.map((kind): (typeof all)[number] => [
    `the service: ${kind}`,
    () => renderStaffAction({ ...staff, kind }),
  ]),
  ['the service, in three days', () => renderStaffAction({ ...staff, ...waiting, kind: 'REISSUE' })],
  [
    'the service, in three days, frozen',
    () => renderStaffAction({ ...staff, ...waiting, kind: 'DETACH_EMAIL', cancelLink: null }),
  ],
  ['the service, thawed in a day', () => renderStaffAction({ ...staff, kind: 'THAW', resetBlockedUntil: hours(24) })],
  ...(['BY_HAND', 'FAILING', 'GONE'] as const).map((why): (typeof all)[number] => [
    `to a partner: ${why}`,
    () => renderWebhookStopped({ ...stopped, why }),
  ]),
  ['the service, cancelled', () => renderStaffAction({ ...staff, kind: 'REISSUE', cancelledAt: hours(3) })],
]
lawsOfEveryMail(all)

const spaces = (text: string) => text.replaceAll('\u00a0', ' ')
const textOf = async (mail: Promise<Rendered>) => spaces((await mail).text)

describe.each([
  ['of a reset', () => renderResetCode(reset)],
  ['to a new address', () => renderEmailChangeCode(change)],
] as const)('the code %s', (_name, render) => {
  test('is one unbroken piece of text, so that copying gives its eight digits', async () => {
    const { html, text } = await render()
    expect(textNodes(html).filter((node) => node === '06991277')).toEqual(['06991277'])
    expect(text.match(/\d{8}/g)).toEqual(['06991277'])
  })

  test('stays out of the subject and of what a locked screen shows', async () => {
    const { subject, html } = await render()
    expect(subject).not.toContain('06991277')
    expect(html.split('</title>')[0]).not.toContain('06991277')
    const shown = html
      .slice(html.indexOf('<body'))
      .replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .replaceAll('&nbsp;&zwnj;', '..')
    expect(shown.slice(0, 250)).not.toContain('06991277')
  })

  test('comes without a link, a name or a building', async () => {
    const { html, text } = await render()
    expect(`${html}${text}`).not.toMatch(/<a\b|https?:\/\/(?!www\.w3\.org)|Durand|Tilleuls|012345/)
  })
})

describe('the code of a reset', () => {
  test('says the guide’s sentence, which account, the duration in words and the end on the clock', async () => {
    const text = await textOf(renderResetCode(reset))
    expect(text).toContain(
      'Pour réinitialiser votre mot de passe, merci de saisir le code de vérification suivant (identifiant ••••45) :\n\n06991277\n',
    )
    expect(text).toContain('Attention : ce code n’est valable que dix minutes, jusqu’à 14 h 15.')
    expect(text).toContain('Vous n’avez rien demandé ? Votre mot de passe n’a pas changé.')
  })

  test('its subject says when it was asked for, so that no program folds two codes into one', async () => {
    const { subject } = await renderResetCode(reset)
    expect(spaces(subject)).toBe('Votre code pour changer de mot de passe (demandé à 14 h 05)')
  })

  test('its duration comes from the one setting, wherever it is said', async () => {
    const mail = await renderResetCode({ ...reset, lifespanMinutes: 12 })
    expect(mail.text).toContain('douze minutes')
    expect(mail.html).toContain('Valable 12 minutes')
    expect(`${mail.text}${mail.html}`).not.toMatch(/\bdix minutes|\b10 minutes/)
  })

  test('an identifier shows its end only, and a short one less', () => {
    expect(maskIdentifier('C012345')).toBe('••••45')
    expect(maskIdentifier('1234')).toBe('••••4')
    expect(maskIdentifier('A1')).toBe('••••1')
  })
})

describe('the code to a new address', () => {
  test('says what it is for, thirty minutes, and the end on the clock', async () => {
    const { subject } = await renderEmailChangeCode(change)
    expect(spaces(subject)).toBe('Votre code pour confirmer cette adresse (demandé à 14 h 05)')
    const text = await textOf(renderEmailChangeCode(change))
    expect(text).toContain(
      'Vous voulez utiliser cette adresse pour votre espace copropriétaire. Votre code est :\n\n06991277\n',
    )
    expect(text).toContain('Attention : ce code n’est valable que trente minutes, jusqu’à 14 h 35.')
  })
})

describe.each([
  ['the area is open', (link: typeof freezeLink | null) => renderAccountOpened({ ...opened, freezeLink: link })],
  [
    'the password was changed',
    (link: typeof freezeLink | null) => renderPasswordChanged({ ...password, freezeLink: link }),
  ],
  ['the e-mail was changed', (link: typeof freezeLink | null) => renderEmailChanged({ ...email, freezeLink: link })],
])('« Ce n’est pas moi »: %s', (_name, render) => {
  test('leads to the page that closes, says how long, and to nothing else but the site', async () => {
    const { html, text } = await render(freezeLink)
    const links = [...html.matchAll(/href="([^"]*)"/g)]
      .map(([, to]) => to)
      .filter((to) => to !== 'https://www.coprodirecte.fr/')
    expect(links).toEqual([freezeLink.to.href])
    expect(spaces(text)).toContain(`Bloquer mon compte\n<${freezeLink.to.href}>\n`)
    expect(spaces(text)).toContain(
      'Ce n’est pas vous ? Bloquez votre compte, ou appelez-nous tout de suite : 01 23 45 67 89',
    )
    expect(spaces(text)).toContain('Ce lien marche une seule fois, jusqu’au 2 décembre à 14 h 05.')
  })

  test('without a link there is the phone, and no word of a button', async () => {
    const { html, text } = await render(null)
    expect(`${html}${text}`).not.toMatch(/ce-n-est-pas-moi|Bloque|Ce lien/)
    expect(spaces(text)).toContain('Ce n’est pas vous ? Appelez-nous tout de suite : 01 23 45 67 89')
  })
})

describe('the password was changed', () => {
  test('says when, for which accounts, and that whoever did it has nothing to do', async () => {
    const { subject } = await renderPasswordChanged(password)
    expect(subject).toBe('Votre mot de passe a été changé')
    const text = await textOf(renderPasswordChanged(password))
    expect(text).toContain('Bonjour Mme Durand,')
    expect(text).toContain('Le mot de passe de votre espace a été changé le 22 novembre à 14 h 05.')
    expect(text).toContain('Il sert pour :\n012345 – Résidence Les Tilleuls\n012346 – Résidence du Parc\n')
    expect(text).toContain('C’est vous ? Vous n’avez rien à faire.')
  })

  test('does not speak of the whole area when other accounts keep theirs', async () => {
    const text = await textOf(renderPasswordChanged({ ...password, accounts: accounts.slice(0, 1), othersKeep: true }))
    expect(text).toContain('Le mot de passe de ce compte a été changé le 22 novembre à 14 h 05.')
    expect(text).toContain('Vos autres comptes gardent le leur.')
    expect(text).not.toContain('de votre espace')
  })
})

describe('the e-mail was changed', () => {
  test('shows the new address masked, and says that resets rest for as long as the setting has it', async () => {
    const text = await textOf(renderEmailChanged(email))
    expect(text).toContain(
      'Depuis le 22 novembre à 14 h 05, nos messages partent vers une autre adresse (m•••@free.fr).',
    )
    expect(text).toContain(
      'Pendant 24 heures, « Mot de passe oublié » ne fonctionne pas. En cas d’oubli, appelez-nous.',
    )
    expect(await textOf(renderEmailChanged({ ...email, resetBlockedHours: 36 }))).toContain('Pendant 36 heures,')
  })

  test('without the masked address it still says what happened', async () => {
    expect(await textOf(renderEmailChanged({ ...email, newEmail: null }))).toContain('vers une autre adresse.')
  })
})

describe('the owner’s accounts were frozen', () => {
  test('tells every known address who can reopen, and opens nothing', async () => {
    const text = await textOf(renderFreezeNotice(notice))
    expect(text).toContain('quelqu’un a utilisé « Bloquer mon compte » dans l’un de nos messages.')
    expect(text).toContain('appelez-nous : 01 23 45 67 89')
    expect(text).not.toContain('remise')
    const back = await renderFreezeNotice({ ...notice, restored: 'm•••@orange.fr' })
    expect(spaces(back.text)).toContain('L’adresse e-mail d’avant est remise (m•••@orange.fr).')
    expect(`${text}${back.html}`).not.toMatch(/ce-n-est-pas-moi|<a\b/)
  })
})

describe('accounts were frozen', () => {
  test('tells the service which ones and how they are thawed, and names nobody', async () => {
    const { subject, html, text } = await renderAccountFrozen(frozen)
    expect(subject).toBe('2 comptes bloqués par leur propriétaire')
    expect(spaces(text)).toContain('012345 – Résidence Les Tilleuls\n012346 – Résidence du Parc\n')
    expect(text).toContain('npm run connexion -- account:thaw IDENTIFIANT --by NOM --reason MOTIF')
    expect(`${html}${text}`).not.toMatch(/Durand|<a\b/)
    expect((await renderAccountFrozen({ ...frozen, accounts: accounts.slice(0, 1) })).subject).toBe(
      'Compte bloqué par son propriétaire',
    )
  })

  test('no stored word comes near the command: what is pasted into a shell is ours', async () => {
    const text = await textOf(
      renderAccountFrozen({ ...frozen, accounts: [{ identifier: '1; rm -rf ~', residence: '$(reboot)' }] }),
    )
    const command = text.split('\n').find((line) => line.includes('npm run'))
    expect(command).toBe('npm run connexion -- account:thaw IDENTIFIANT --by NOM --reason MOTIF')
  })
})

describe('the service acted', () => {
  const of = (kind: string, more: Partial<StaffActionFacts> = {}) =>
    textOf(renderStaffAction({ ...staff, kind, ...more }))

  test.each([
    ['REISSUE', 'notre service a préparé un nouveau courrier pour votre compte.'],
    ['DETACH_EMAIL', 'notre service a retiré l’adresse e-mail de votre compte.'],
    ['UNLOCK', 'notre service a redonné des essais à votre compte.'],
    ['THAW', 'notre service a rouvert votre compte, qui était bloqué.'],
    ['CLOSE', 'notre service a fermé ce compte.'],
  ])('%s is told in plain words, with its instant and the phone', async (kind, words) => {
    const text = await of(kind)
    expect(text).toContain(`Le 22 novembre à 14 h 05, ${words}`)
    expect(text).toContain('012345 – Résidence Les Tilleuls\n')
    expect(text).toContain('Vous n’avez rien demandé ? Appelez-nous tout de suite : 01 23 45 67 89')
    expect(text).not.toMatch(/annul/i)
  })

  test('what waits says until when, that nothing changes before, and how to cancel it', async () => {
    const text = await of('DETACH_EMAIL', waiting)
    expect(text).toContain(
      'Le 22 novembre à 14 h 05, notre service a prévu de retirer l’adresse e-mail de votre compte.',
    )
    expect(text).toContain('Ce ne sera pas fait avant le 25 novembre à 14 h 05. D’ici là, rien ne change.')
    expect(text).toContain(`Annuler cette demande\n<${cancelLink.to.href}>\n`)
    expect(text).toContain('Ce lien marche au moins jusqu’au 25 novembre à 14 h 05.')
    expect(text).not.toContain('a retiré')
  })

  test('what was cancelled is told as such, and offers nothing more to cancel', async () => {
    const text = await of('REISSUE', { effectiveAt: hours(72), cancelledAt: hours(3) })
    expect(text).toContain('Cette demande a été annulée le 22 novembre à 17 h 05. Rien n’a changé.')
    expect(text).not.toMatch(/https?:|Ce ne sera|a préparé/)
  })

  test.each(['RESHAPE', 'constructor'])('an act without words (%s) is not guessed at', async (kind) => {
    await expect(async () => renderStaffAction({ ...staff, kind })).rejects.toThrow(
      `no words for a staff action ${kind}`,
    )
  })
})

describe('stored words that attack', () => {
  test.each(hostileNames)('a name like %j stays a name in every notice', async (name) => {
    const by = { agency: { ...agency, name, postalAddress: name, hours: name } }
    const mine = { ...by, lastName: name, accounts: [{ identifier: '012345', residence: name }] }
    const mails = [
      renderResetCode({ ...reset, ...by, identifier: name }),
      renderEmailChangeCode({ ...change, ...by }),
      renderAccountOpened({ ...opened, ...mine }),
      renderPasswordChanged({ ...password, ...mine }),
      renderEmailChanged({ ...email, ...mine, newEmail: name }),
      renderAccountFrozen({ ...frozen, ...mine }),
      renderStaffAction({ ...staff, ...mine, ...waiting, kind: 'REISSUE' }),
    ]
    for (const mail of await Promise.all(mails)) expectHarmless(mail, name)
  })
})
