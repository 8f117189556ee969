import type { KeptMail } from './mailbox-files.ts'
import { mailboxStyle } from './mailbox-style.ts'
import { dayAndTime, typeset } from './messages/french.ts'
import { escapeHtml } from './messages/template.ts'

/** The ways to look at a mail, with the end of their addresses. */
export const views = { message: '', texte: '/texte', entetes: '/en-tetes' } as const
export type View = keyof typeof views

const viewNames: Record<View, string> = { message: 'Message', texte: 'Texte', entetes: 'En-têtes' }

/** Every mail that would have been sent, newest first. */
export function listPage(mails: readonly KeptMail[]): string {
  const items = mails.map(
    (mail) => `<li><h2><a href="${addressOf(mail)}">${escapeHtml(mail.subject)}</a></h2>
<p>À ${escapeHtml(mail.to)}<br>${time(mail.at)}</p></li>`,
  )
  const content =
    items.length > 0
      ? `<ol class="mails">${items.join('\n')}</ol>`
      : '<p class="empty">Aucun message pour l’instant. Commencez une première connexion sur le site, puis revenez ici.</p>'
  return page(
    'Messages envoyés',
    `<h1>Messages envoyés</h1>
<p class="note">${typeset('Ceci est une démonstration : rien ne part sur Internet. Voici ce que les copropriétaires auraient reçu.')}</p>
${content}`,
    '<a class="plain" href="/mailbox">Actualiser la liste</a><br><a class="plain" href="/connexion">Retour au site</a>',
  )
}

/** One mail: as it looks, as text, or its headers. */
export function mailPage(mail: KeptMail, view: View): string {
  const tabs = Object.entries(views).map(([name, end]) => {
    const current = name === view ? ' aria-current="page"' : ''
    return `<li><a href="${addressOf(mail)}${end}"${current}>${viewNames[name as View]}</a></li>`
  })
  return page(
    mail.subject,
    `<p><a class="plain" href="/mailbox">← Tous les messages</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<dl><dt>De</dt><dd>${escapeHtml(mail.from)}</dd><dt>À</dt><dd>${escapeHtml(mail.to)}</dd><dt>Le</dt><dd>${time(mail.at)}</dd></dl>
<nav aria-label="Façons de voir le message"><ul class="views">${tabs.join('')}</ul></nav>
${sheet(mail, view)}`,
    '<a class="plain" href="/connexion">Retour au site</a>',
  )
}

/** Nothing of that name. */
export function missingPage(): string {
  return page(
    'Ce message n’existe pas',
    `<h1>Ce message n’existe pas</h1><p class="note">${typeset('Il a peut-être été effacé. Revenez à la liste.')}</p>`,
    '<a class="plain" href="/mailbox">← Tous les messages</a>',
  )
}

function sheet(mail: KeptMail, view: View): string {
  if (view === 'texte') return `<pre class="sheet" tabindex="0">${escapeHtml(mail.text)}</pre>`
  if (view === 'entetes') return `<pre class="sheet" tabindex="0">${escapeHtml(mail.headers)}</pre>`
  // Sandboxed though we wrote it: a mail is shown as hostile content would be. Its link opens a page of its own.
  return `<iframe class="sheet" title="Le message tel qu’il s’affiche" src="${addressOf(mail)}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}

function page(title: string, main: string, end: string): string {
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Boîte de démonstration</title><style>${mailboxStyle}</style></head>
<body><header><p class="name"><a href="/mailbox">Boîte de démonstration</a></p></header>
<main id="contenu" tabindex="-1">${main}</main>
<footer>${end}</footer></body></html>`
}

const addressOf = (mail: KeptMail): string => `/mailbox/${mail.id}`

const time = (at: Date): string => `<time datetime="${at.toISOString()}">${dayAndTime(at)}</time>`
