import { describe, expect, test } from 'vitest'
import { button, go, link, owner, pathOf } from '../support/visit.ts'
import { expectShown, inFull, passwordRules } from './guide-page.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

describe('the guide, first connection', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: each page says and does what the guide prints', async ({ script }) => {
    const { page, context } = await arrive({ script })
    const [first, second] = script ? ['061101', '061102'] : ['061201', '061202']
    const [letter] = await site().people.owner({ identifiers: [first, second] })
    const email = `guide.${script ? 'avec' : 'sans'}@orange.fr`
    await page.goto('/')
    await expectShown(
      page,
      "Prenez l'identifiant et le mot de passe communiqués par nos services (courrier ou appel de fonds).",
      'Mot de passe perdu ? Il figure sur certains documents, par exemple vos appels de fonds.',
      "Vous l'aviez modifié et vous ne vous en souvenez plus ? Appelez-nous.",
      '01 99 00 12 34',
    )
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    await expectShown(
      page,
      'Mise à jour de votre service en ligne',
      'Vous choisissez votre adresse e-mail.',
      'Vous choisissez un nouveau mot de passe.',
      'Avant de commencer',
    )
    await go(page, link(page, 'Continuer'))

    await expectShown(
      page,
      '1 – Adresse e-mail',
      "Cette adresse n'est pas votre identifiant et ne le remplace pas. Vous gardez l'identifiant communiqué par nos services.",
      'Elle sert au paiement en ligne et au renouvellement de votre mot de passe.',
      'Avant de valider, vérifiez :',
      'que votre boîte fonctionne ;',
      "qu'elle n'est pas pleine ;",
      "qu'elle n'est pas protégée par un anti-spam (MailInBlack ou autre).",
    )
    await owner.chooseEmail(page, email)

    await expectShown(
      page,
      'Mise à jour de votre service en ligne',
      '2 – Authentification de votre e-mail',
      `Nous avons envoyé un code à 8 chiffres à ${email}.`,
      'Ce code est valable 30 minutes',
      'Ne fermez pas cette page. Ouvrez un nouvel onglet pour lire vos e-mails.',
      'Regardez aussi dans « Indésirables ».',
      'Code à 8 chiffres',
      'Vous pouvez le copier et le coller.',
    )
    const mail = await site().mailTo(email)
    expect(inFull(mail)).toContain(
      'Pour continuer la procédure de mise à jour de votre compte en ligne, merci de saisir le code de vérification suivant :',
    )
    expect(inFull(mail)).toContain('Attention : ce code n’est valable que trente minutes')
    const code = /^\d{8}$/m.exec(mail.text)?.[0] ?? 'none'
    const tab = await context.newPage()
    await tab.goto('/mailbox')
    expect(await tab.content()).toContain(`${code} est votre code`)
    await tab.close()

    await page.getByText("Vous n'avez rien reçu ?").click()
    await expectShown(
      page,
      'Attendez 2 ou 3 minutes.',
      'Regardez dans « Indésirables » ou « Spam ».',
      'Utiliser une autre adresse',
    )
    site().forward({ minutes: 3 })
    await go(page, button(page, 'Recevoir un nouveau code'))
    await expectShown(page, `Nouveau code envoyé à ${email}`)
    expect(await site().mailsTo(email)).toHaveLength(2)
    await owner.typeCode(page, code)

    await expectShown(page, "3 – Mot de passe d'accès à votre compte", ...passwordRules, first, second)
    await page.getByLabel('Nouveau mot de passe').fill(password)
    await page.getByLabel('Confirmez votre mot de passe').fill(password)
    if (script) await page.getByText('Mot de passe validé ✓').waitFor()
    await go(page, button(page, 'Terminer'))

    await expectShown(
      page,
      "C'est terminé, votre espace est ouvert",
      'Votre nouveau mot de passe fonctionne pour ces comptes :',
      `identifiant ${first}`,
      `identifiant ${second}`,
      "Votre identifiant n'a pas changé. Ce n'est pas votre adresse e-mail.",
      `La prochaine fois, utilisez : identifiant ${first} et votre nouveau mot de passe.`,
    )
    await go(page, link(page, 'Aller dans mon espace'))
    await go(page, link(page, 'Mes comptes'))
    await go(page, link(page, `Définir un mot de passe différent pour le compte ${second}`))
    expect(pathOf(page)).toMatch(/^\/espace\/comptes\/.+\/mot-de-passe$/)
    await go(page, button(page, 'Se déconnecter'))
    await owner.signIn(page, email, password)
    await expectShown(page, "Cet identifiant n'est pas bien écrit. Vérifiez-le.")
    await owner.signIn(page, second, password)
    expect(pathOf(page)).toBe('/espace')
  })

  test('with a typing error in the address nothing comes, and once abandoned the letter begins it again', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    await owner.chooseEmail(page, 'odette@ornage.fr')
    await expectShown(page, 'Vouliez-vous écrire odette@orange.fr ?')
    await go(page, button(page, 'Non, garder odette@ornage.fr'))
    await expectShown(page, 'odette@ornage.fr', "Modifier l'adresse")
    expect(await site().mailsTo('odette@orange.fr')).toEqual([])
    site().forward({ minutes: 24 * 60 + 31 })
    const abandoned = await page.reload()
    expect(abandoned?.status()).toBe(410)
    expect(await site().deps.db.account.findUnique({ where: { id: letter.accountId } })).toMatchObject({
      state: 'ISSUED',
      credentialId: null,
    })
    await owner.begin(page, letter)
    await owner.chooseEmail(page, 'odette@orange.fr')
    await owner.typeCode(page, await site().codeTo('odette@orange.fr'))
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })

  test('an address whose filter blocks the message is changed for another from the page of the code', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    await owner.chooseEmail(page, 'odette@filtree.example')
    await page.getByText("Vous n'avez rien reçu ?").click()
    await go(page, link(page, 'Utiliser une autre adresse'))
    await owner.chooseEmail(page, 'odette@libre.example')
    await owner.typeCode(page, await site().codeTo('odette@libre.example'))
    expect(pathOf(page)).toBe('/premiere-connexion/mot-de-passe')
  })
})
