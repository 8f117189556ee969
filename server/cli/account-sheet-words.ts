import type { AccountSheet, ActionLine } from '../staff/parts/account-sheet.ts'
import { actWords } from '../staff/words/act-words.ts'
import { deliveryLabel } from '../staff/words/delivery-label.ts'
import { lastWholeDay, parisInstant } from '../staff/words/paris-day.ts'
import { throughPortal } from '../staff/words/portal-words.ts'
import { brief, flowWords, messageWords, stateWords, stepWords } from '../staff/words/sheet-words.ts'
import { describeElse, describeNext } from './next-action-words.ts'

/** An account's sheet for people, the next best thing to do first: the owner is waiting on the phone. */
export function describeSheet(sheet: AccountSheet): string[] {
  const { title, firstName, lastName } = sheet.owner
  return [
    `${[title, firstName, lastName].filter(Boolean).join(' ')} — ${sheet.agency}`,
    ...describeNext(sheet.next, sheet.identifier).map((line, i) => (i === 0 ? `→ ${line}` : `  ${line}`)),
    ...describeElse(sheet).map((line) => `  ${line}`),
    '',
    row('compte', `${sheet.identifier}, ${sheet.residence}`),
    row('état', stateLine(sheet)),
    row('e-mail', emailLine(sheet)),
    row('même mot de passe', sheet.sharing.map(brief).join(' · ') || 'aucun autre compte'),
    ...(sheet.others.length > 0 ? [row('autres comptes', sheet.others.map(brief).join(' · '))] : []),
    row('en cours', flowLine(sheet)),
    row('essais', triesLine(sheet)),
    row('appareils', devicesLine(sheet)),
    row('dernier message', messageLine(sheet)),
    ...sheet.staffActions.map((action, i) => row(i === 0 ? 'service' : '', actionLine(action))),
    '',
    ...(sheet.events.length > 0 ? ['Derniers événements :'] : ['Aucun événement.']),
    ...sheet.events.map(({ at, words }) => `  ${parisInstant(at).padEnd(28)} ${words}`),
  ]
}

const row = (name: string, text: string) => `  ${name.padEnd(18)} ${text}`

function stateLine({ state, issuedExpiresAt, openedAt }: AccountSheet): string {
  const expiry = issuedExpiresAt ? ` ; fin du courrier : ${lastWholeDay(issuedExpiresAt)}` : ''
  return `${stateWords[state]}${expiry}${openedAt ? ` ; première connexion : ${parisInstant(openedAt)}` : ''}`
}

function emailLine({ email, state }: AccountSheet): string {
  if (!email) return 'aucune : elle se choisit à la première connexion'
  const { address, verifiedAt, changedAt, inDoubt, refused } = email
  const since = changedAt
    ? `changée le ${parisInstant(changedAt)}${inDoubt ? ', depuis peu' : ''}`
    : `vérifiée le ${parisInstant(verifiedAt)}`
  const lost = refused ? ` ; ne reçoit plus nos messages depuis le ${parisInstant(refused.at)}` : ''
  return `${address}, ${since}${lost}${state === 'ISSUED' ? ' (le code de première connexion y sera envoyé)' : ''}`
}

function flowLine({ flow }: AccountSheet): string {
  if (!flow) return 'aucune démarche'
  const { kind, step, email, expiresAt, portal } = flow
  return `${flowWords[kind]}${throughPortal(portal)} : ${stepWords[step]}${email ? ` (${email})` : ''}, jusqu’au ${parisInstant(expiresAt)}`
}

function devicesLine({ openSessions, portals }: AccountSheet): string {
  const through = portals.map(({ name, sessions }) => `${sessions} par le portail « ${name} »`)
  return `connectés : ${openSessions}${through.length > 0 ? `, dont ${through.join(', ')}` : ''}`
}

function triesLine({ codeTries: { left, retryAt }, signInWaitsUntil }: AccountSheet): string {
  const again = retryAt ? ` avant le ${parisInstant(retryAt)}` : ''
  const waits = signInWaitsUntil ? ` ; connexion peut-être en attente jusqu’au ${parisInstant(signInWaitsUntil)}` : ''
  return `${left === 0 ? `plus aucun code à essayer${again}` : `${left} codes faux encore possibles`}${waits}`
}

function messageLine({ lastMessage: message }: AccountSheet): string {
  if (!message) return 'aucun'
  return `${messageWords[message.kind]}, ${parisInstant(message.delivery.at)} : ${deliveryLabel(message.delivery)}`
}

const fates: Readonly<Record<ActionLine['state'], (effectiveAt: string) => string>> = {
  WAITING: (effectiveAt) => `possible à partir du ${effectiveAt}, si le propriétaire n’annule pas`,
  READY: (effectiveAt) => `possible depuis le ${effectiveAt} : relancez la commande`,
  DONE: () => 'fait',
  CANCELLED: () => 'annulé',
  LAPSED: () => 'resté sans suite',
}

function actionLine({ kind, by, reason, requestedAt, effectiveAt, state }: ActionLine): string {
  const fate = fates[state](parisInstant(effectiveAt))
  return `${actWords(kind).noun}, ${parisInstant(requestedAt)}, par ${by} (« ${reason} ») : ${fate}`
}
