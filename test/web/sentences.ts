import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/database/places.ts'

export interface Spoken {
  /** Where it stands in the catalogue: file and path. */
  at: string
  text: string
}

const words = join(projectRoot, 'web/words')

// What the catalogue's functions are given here. A function that throws on these, or gives no words, fails the test.
const agency = {
  name: 'Cabinet Martin',
  phone: '01 23 45 67 89',
  postalAddress: '1 rue des Lilas, 69003 Lyon',
  senderAddress: 'bonjour@cabinet.fr',
}
const legalNotice = {
  registration: 'SAS au capital de 10 000 €, RCS Lyon 123 456 789',
  publicationDirector: 'Jeanne Martin',
  hostCompany: 'Hébergeur du Rhône, 1 quai du Rhône, 69002 Lyon',
}
const kept = {
  ...{ endedFlowHours: 24, mailAddressDays: 30, formerAddressDays: 30, endedSessionDays: 30 },
  ...{ deviceDays: 180, countedDays: 365, auditMonths: 12 },
}
const instant = '2026-11-22T13:05:00Z'
const now = new Date(instant)
const account = { residence: 'Résidence Les Tilleuls', identifier: '012345' }
const policy = { minLength: 8, maxLength: 128, rules: [], passwordrules: '' }
const samples: Record<string, unknown[][]> = {
  'site.news.deja-termine': [[]],
  'site.news.deconnecte': [[]],
  'site.news.mot-de-passe-change': [[]],
  'site.news.mot-de-passe-separe': [[]],
  'site.news.changement-ferme': [[]],
  'site.news.changement-annule': [[]],
  'site.news.appareil-deconnecte': [[]],
  'site.news.appareils-deconnectes': [[]],
  'site.news.appareil-deconnecte-et-changement': [[]],
  'site.news.appareils-deconnectes-et-changement': [[]],
  'site.steps.position': [[1], [3]],
  'connexion.connexion.underWay.text': [[2]],
  'connexion.instructions.heading': [['Mme Durand']],
  'connexion.forgotten.call': [['01 23 45 67 89']],
  'email.email.privacy': [['Cabinet Martin']],
  'email.email.proposed.text': [['m•••@orange.fr']],
  'email.email.sent.text': [['marie@orange.fr']],
  'email.verifiedEmail.text': [['m•••@orange.fr']],
  'advice.advice.meant': [['marie@orange.fr']],
  'advice.advice.typed': [['marie@oragne.fr']],
  'advice.advice.use': [['marie@orange.fr']],
  'advice.advice.keep': [['marie@oragne.fr']],
  'advice.advice.keepAnyway': [['marie@oragne.fr']],
  'advice.advice.noServer': [['oragne.fr']],
  'advice.advice.filter.text': [['MailInBlack']],
  'advice.advice.filter.sender': [['bonjour@cabinet.fr']],
  'code.code.sent': [['marie@orange.fr']],
  'code.code.sender': [['Cabinet Martin', 'bonjour@cabinet.fr']],
  'code.code.wait': [['Indésirables']],
  'code.code.validity': [[30, instant, now]],
  'code.code.resent': [
    ['marie@orange.fr', instant, null, now],
    ['marie@orange.fr', instant, instant, now],
  ],
  'code.sendRefusedWords': [
    [null, now],
    ['2026-11-22T13:06:00Z', now],
    ['2026-11-23T13:05:00Z', now],
  ],
  'delivery.delivery.left': [[instant]],
  'delivery.delivery.accepted': [['orange.fr', instant]],
  'delivery.delivery.address': [['marie@orange.fr']],
  'delivery.delivery.again': [[instant]],
  'delivery.delivery.held.by': [['MailInBlack']],
  'delivery.delivery.held.allow': [['bonjour@cabinet.fr']],
  'password.password.account': [[account]],
  'password.password.keep.text': [[[account]], [[account, account]]],
  'espace.done.nextTime': [['012345']],
  'espace.done.confirmation': [['marie@orange.fr']],
  'espace.refusedEmail.since': [[instant, now]],
  'espace.home.heading': [['Mme Durand']],
  'espace.home.lastVisit': [[instant]],
  'espace.home.accounts': [[3]],
  'reset.forgotten.underWay.asked': [[instant]],
  'reset.resetCode.sent': [['marie@orange.fr']],
  'reset.resetCode.validity': [[10, instant, now]],
  'reset.resetCode.resent': [
    [instant, null, now],
    [instant, instant, now],
  ],
  'reset.resetCode.nothing': [[10]],
  'settings.settings.changedAt': [[instant]],
  'settings.settings.confirmed': [['marie@orange.fr']],
  'settings.settings.blocked': [
    ['2026-11-22T14:05:00Z', now],
    ['2026-11-23T13:05:00Z', now],
  ],
  'settings.settings.pending.sent': [['marie@orange.fr']],
  'settings.settings.pending.kept': [['marie@orange.fr']],
  'settings.activities.times': [[3]],
  'settings.activities.account': [['012345']],
  'settings.activities.partner': [['Portail Lumen']],
  'settings.settings.pending.elsewhere': [[{ email: 'm•••@orange.fr', startedAt: instant }, now]],
  'settings.settings.pending.keptElsewhere': [['marie@orange.fr']],
  'settings.settings.shared.account': [['Résidence Les Tilleuls', '012345']],
  'settings.devices.seen': [
    [instant, now],
    ['2026-11-21T13:05:00Z', now],
    ['2026-11-11T13:05:00Z', now],
  ],
  'settings.devices.partner': [['Portail Lumen']],
  'settings.devices.network': [['203.0.113.0']],
  'settings.changeEmail.current': [['marie@orange.fr']],
  'settings.changeEmail.keep': [['marie@orange.fr']],
  'settings.changePassword.servesFor': [[[account]], [[account, account]]],
  'settings.splitPassword.forThis': [['012345']],
  'settings.splitPassword.sharedWith': [[[account, account]]],
  'settings.splitPassword.ask': [[account]],
  'stops.stops.tooMany.wait': [[instant, now]],
  'stops.stops.busy.text': [[20], [200]],
  'stops.stops.broken.reference': [['A7K-42P']],
  'information.privacy.sections': [
    [agency, kept, []],
    [agency, kept, ['Portail Lumen']],
    [agency, kept, ['Portail Argos', 'Portail Lumen']],
  ],
  'information.legal.sections': [[agency], [{ ...agency, ...legalNotice }]],
}
for (const rule of [
  'MIN_LENGTH',
  'MAX_LENGTH',
  'UPPERCASE',
  'LOWERCASE',
  'DIGIT',
  'NOT_COMMON',
  'NOT_PERSONAL',
  'NOT_ISSUED',
  'NOT_CURRENT',
  'MATCHES_CONFIRMATION',
]) {
  samples[`password.passwordFaults.${rule}`] = [
    [policy, 7],
    [policy, 0],
  ]
}

// These make no sentence of their own: they look something up or choose among sentences that are read elsewhere.
const noSentence = new Set([
  'site.isNewsKey',
  'site.ownerName',
  'links.isOutcomeKey',
  'code.unwantedFolder',
  'delivery.verdictWords',
  'password.checklist',
  'refusals.refusalWords',
  'refusals.faultsOf',
  'time.timeWords',
  'time.dateWords',
  'time.dayWords',
  'time.dayAndTimeWords',
  'time.whenWords',
  'time.untilWords',
  'time.wholeMinuteAfter',
])

/** Every sentence of the catalogue, read out of its modules; what is a function is called with samples. */
export async function everySentence(): Promise<Spoken[]> {
  const files = readdirSync(words).filter((name) => name.endsWith('.fr.ts'))
  const modules = await Promise.all(
    files.map(async (file) => [file.replace('.fr.ts', ''), await import(join(words, file))] as const),
  )
  return modules.flatMap(([name, exported]) =>
    Object.entries(exported).flatMap(([key, value]) => read(`${name}.${key}`, value)),
  )
}

function read(at: string, value: unknown): Spoken[] {
  if (noSentence.has(at)) return []
  if (typeof value === 'string') return [{ at, text: value }]
  if (typeof value === 'function') {
    const calls = samples[at]
    if (!calls) throw new Error(`${at} is a function without a sample: give it one, so that its words are read too`)
    return calls.flatMap((call) => read(`${at}()`, value(...call)))
  }
  if (Array.isArray(value) && value.some((part) => part && typeof part === 'object' && 'strong' in part)) {
    return [{ at, text: value.map((part) => (typeof part === 'string' ? part : part.strong)).join('') }]
  }
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => read(`${at}.${key}`, inner))
  }
  return []
}
