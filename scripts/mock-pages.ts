import type { Mock } from '../mocks/mock.ts'
import { type ScenarioName, scenarioNames, scenarios } from '../mocks/scenarios.ts'

/** /mailbox of `npm run dev:mock`: the mails of this browser's mock, its clock, and every scenario. */
export function mockPage(mock: Mock, nonce: string): string {
  const { identifier, password, email } = mock.start
  const time = told(mock.clock.now())
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Boîte simulée</title><style nonce="${nonce}">${style}</style></head>
<body><header><p><a href="/connexion">← Le site</a></p><h1>Boîte simulée</h1>
<p>Scénario <strong>${mock.playing}</strong> : identifiant <code>${safe(identifier)}</code>, mot de passe <code>${safe(password)}</code>${email ? `, adresse <code>${safe(email)}</code>` : ''}.</p></header>
<main><section aria-labelledby="mails"><h2 id="mails">Messages</h2>${mailList(mock)}</section>
<section aria-labelledby="clock"><h2 id="clock">Heure</h2><p>${time}</p>
<form method="post" action="/mailbox/clock" class="row">${spans.map(([minutes, label]) => `<button name="minutes" value="${minutes}">${label}</button>`).join('')}</form></section>
<section aria-labelledby="scenarios"><h2 id="scenarios">Scénarios</h2><ul>${scenarioNames.map(scenarioItem).join('')}</ul></section></main></body></html>`
}

const spans = [
  [1, '+ 1 min'],
  [16, '+ 16 min'],
  [31, '+ 31 min'],
  [1440, '+ 1 jour'],
] as const

function mailList({ inbox }: Mock): string {
  const items = inbox.mails().map(
    ({
      subject,
      to,
      at,
      code,
      link,
      kind,
    }) => `<li><p><strong>${safe(subject)}</strong><br>${safe(to)} – ${told(at)}</p>
${code ? `<p class="code">${code}</p>` : ''}${link && kind !== 'ACCOUNT_FROZEN' ? `<p><a href="/ce-n-est-pas-moi/${safe(link)}">Bloquer mon compte</a></p>` : ''}</li>`,
  )
  return items.length > 0 ? `<ol class="mails">${items.join('')}</ol>` : '<p>Aucun message pour l’instant.</p>'
}

const scenarioItem = (name: ScenarioName) =>
  `<li><a href="/?scenario=${name}">${name}</a><br>${safe(scenarios[name].title)}</li>`

const told = (at: Date) =>
  at.toLocaleString('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'medium' })

const safe = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.25rem;margin:1.5rem 0 .5rem}a{color:#0b5351}
ol,ul{list-style:none;padding:0;margin:0}li{padding:.6rem 0;border-top:1px solid #ccc;overflow-wrap:anywhere}p{margin:.2rem 0}
.code{font:700 2rem/1.2 ui-monospace,monospace;letter-spacing:.1em;user-select:all}.row{display:flex;flex-wrap:wrap;gap:.5rem}
button{font:inherit;min-height:3rem;padding:0 1rem;border:2px solid #0b5351;background:#fff;color:#0b5351;border-radius:.3rem}`
