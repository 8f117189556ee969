import { accentOf, houseAccent } from './accent.ts'
import { type AgencyFacts, callUsNow, footerOf, type Rendered } from './agency-words.ts'
import { card, frame, lines, paragraph } from './frame.ts'
import { dayAndTime, oneLine, typeset } from './french.ts'
import { createTemplate } from './template.ts'

export interface AccountOpenedFacts {
  agency: AgencyFacts
  /** « M. », « Mme » or empty. */
  title: string
  firstName: string
  lastName: string
  openedAt: Date
  /** Where owners sign in, from our settings: never from a request's Host. */
  site: URL
  identifier: string
  /** Every account that the new password opens, the one above first. */
  accounts: readonly { identifier: string; residence: string }[]
}

const fill = createTemplate<
  | 'subject'
  | 'preheader'
  | 'agency'
  | 'greeting'
  | 'opened'
  | 'siteLabel'
  | 'siteLink'
  | 'siteName'
  | 'identifier'
  | 'password'
  | 'accountsLabel'
  | 'accounts'
  | 'caution'
  | 'footer'
  | 'promise'
>(
  frame(
    lines(paragraph('greeting') + paragraph('opened', 'padding-bottom="8px"')) +
      card(
        `<mj-text css-class="ink" padding="18px 16px 12px">%%siteLabel%% <a href="%%siteLink%%" style="color:${houseAccent};font-weight:700">%%siteName%%</a></mj-text>` +
          paragraph('identifier', 'padding="0 16px 12px" font-weight="700"') +
          paragraph('password', 'padding="0 16px 18px"'),
      ) +
      lines(
        paragraph('accountsLabel', 'padding-bottom="4px"') +
          paragraph('accounts', 'font-weight="700" padding-bottom="12px"') +
          paragraph('caution'),
      ),
  ),
)

/** M2, the migration is done: how to sign in, and which accounts the password opens. */
export async function renderAccountOpened(facts: AccountOpenedFacts): Promise<Rendered> {
  const { agency, openedAt, site } = facts
  const name = oneLine(`${facts.title || facts.firstName} ${facts.lastName}`)
  const accounts = facts.accounts.map(({ identifier, residence }) => oneLine(`${identifier} – ${residence}`))
  const words = {
    subject: 'Votre espace copropriétaire est ouvert',
    preheader: 'Gardez cet e-mail.',
    agency: oneLine(agency.name),
    greeting: `Bonjour ${name},`,
    opened: typeset(`Votre espace est ouvert depuis le ${dayAndTime(openedAt)}.`),
    siteLabel: typeset('Pour vous connecter :'),
    siteLink: site.href,
    // As one types it; the scheme is said only where it is not the usual one.
    siteName: site.protocol === 'https:' ? site.host : site.origin,
    identifier: typeset(`Votre identifiant : ${oneLine(facts.identifier)}`),
    password: typeset('Votre mot de passe : celui que vous avez choisi (nous ne le connaissons pas).'),
    accountsLabel: typeset(
      accounts.length > 1 ? 'Ce mot de passe ouvre tous ces comptes :' : 'Ce mot de passe ouvre ce compte :',
    ),
    accounts,
    caution: typeset(`Ce n’est pas vous ? ${callUsNow(agency)}`),
    footer: footerOf(agency),
    promise: 'Nous ne vous demanderons jamais votre mot de passe par téléphone.',
  }
  return {
    subject: words.subject,
    text: [
      words.agency,
      words.greeting,
      words.opened,
      [`${words.siteLabel} ${words.siteName}`, words.identifier, words.password].join('\n'),
      [words.accountsLabel, ...accounts].join('\n'),
      words.caution,
      '-- ',
    ]
      .join('\n\n')
      .concat(`\n${words.footer}\n${words.promise}\n`),
    html: await fill(words, accentOf(agency.accent)),
  }
}
