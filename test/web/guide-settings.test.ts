import { expect, test } from 'vitest'
import { everySentence } from './sentences.ts'

const texts = new Set((await everySentence()).map(({ text }) => text.replaceAll('\u00a0', ' ')))

test.each([
  ['Forgotten password', ['Mot de passe oublié', 'Valider', 'Code de validation', 'Suivant']],
  ['Forgotten password, its mail', ['Problème de réception ? :', 'recevoir un nouveau code']],
  ['Forgotten password, the end', ['Nouveau mot de passe', "J'ai noté ce mot de passe en lieu sûr", 'Terminer']],
  ['Settings', ['Paramètres', 'Connexion et sécurité', 'Modifier']],
  ['Settings, e-mail', ['Nouvel e-mail', 'Confirmez cet e-mail', 'Mot de passe de connexion', 'Annuler', 'Valider']],
  [
    'Settings, password',
    [
      'Mot de passe actuel',
      'Confirmez le mot de passe',
      "J'ai copié ce mot de passe en lieu sûr",
      'Annuler',
      'Valider',
    ],
  ],
])('%s: titles and buttons are those of the printed guide', (_chapter, printed) => {
  for (const words of printed) expect(texts, words).toContain(words)
})
