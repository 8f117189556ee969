import { expect, test } from 'vitest'
import { defaultRetention } from '../../server/domain/retention.ts'
import { defaultRules } from '../../server/domain/rules.ts'
import { keptFigures } from '../../server/http/kept.ts'
import { revokeKey } from '../../server/partners/revoke-key.ts'
import { setAgency } from '../../server/staff/set-agency.ts'
import { legal, privacy } from '../../web/words/information.fr.ts'
import { newPartner } from '../support/partners.ts'
import { world } from '../support/world.ts'

const agency = {
  ...{
    name: 'Cabinet Martin',
    phone: '01 23 45 67 89',
    hours: 'du lundi au vendredi',
    callPrice: 'Appel non surtaxé.',
  },
  ...{ senderAddress: 'bonjour@cabinet.fr', postalAddress: '1 rue des Lilas, 69003 Lyon', logo: null, accent: null },
  ...{ registration: null, publicationDirector: null, hostCompany: null },
}
const plain = (sections: readonly { paragraphs: string[] }[]) =>
  sections
    .flatMap(({ paragraphs }) => paragraphs)
    .join('\n')
    .replaceAll('\u00a0', ' ')

test('« Données personnelles » tells the figures that the purge keeps to, whatever an operator sets', () => {
  const retention = {
    endedFlowHours: 11,
    mailAddressDays: 12,
    endedSessionDays: 13,
    endedLinkDays: 14,
    auditMonths: 15,
    webhookDeliveryDays: 19,
    sandboxRestDays: 23,
  }
  const rules = { ...defaultRules, emailDoubtDays: 16, deviceDays: 17, codeTries: [{ max: 5, minutes: 18 * 24 * 60 }] }
  const told = plain(privacy.sections(agency, keptFigures({ retention, rules }), []))
  for (const figure of ['11 heures', '12 jours', '13 jours', '15 mois', '16 jours', '17 jours', '18 jours']) {
    expect(told).toContain(figure)
  }
  const usual = plain(privacy.sections(agency, keptFigures({ retention: defaultRetention, rules: defaultRules }), []))
  for (const figure of ['24 heures', '30 jours', '180 jours', '365 jours', '12 mois']) expect(usual).toContain(figure)
})

test('« Mentions légales » says what a cabinet has said, and what it has not', () => {
  const bare = plain(legal.sections(agency))
  for (const missing of [
    "l'immatriculation du cabinet",
    'le nom du directeur de la publication',
    "l'adresse de l'hébergeur",
  ]) {
    expect(bare).toContain(missing)
  }
  const half = plain(legal.sections({ ...agency, publicationDirector: 'Jeanne Martin' }))
  expect(half).toContain('Jeanne Martin')
  expect(half).not.toContain('le nom du directeur de la publication')
  const whole = {
    registration: 'RCS Lyon 123',
    publicationDirector: 'Jeanne Martin',
    hostCompany: 'Hébergeur du Rhône',
  }
  const said = plain(legal.sections({ ...agency, ...whole }))
  for (const words of Object.values(whole)) expect(said).toContain(words)
  expect(said).not.toContain('manque')
})

test('what a legal notice must say is set with the cabinet, and told by the API', async () => {
  const w = await world()
  await w.people.owner()
  const typed = { registration: 'RCS Lyon 123', director: 'Jeanne  Martin', hostCompany: 'Hébergeur du Rhône' }
  expect(await setAgency(w.deps, 'tilleuls', typed, null)).toMatchObject({ done: 'CHANGED' })
  const { agency: told } = await w.api('{ agency { registration publicationDirector hostCompany } }')
  expect(told).toEqual({
    ...{ registration: 'RCS Lyon 123', publicationDirector: 'Jeanne Martin', hostCompany: 'Hébergeur du Rhône' },
  })
  const hidden = await setAgency(w.deps, 'tilleuls', { director: 'Jeanne\u202eMartin', hostCompany: '<b>' }, null)
  expect(hidden).toMatchObject({ faults: [{ option: '--director' }, { option: '--host-company' }] })
})

test('« Données personnelles » names the partners whose keys work for the agency, and nobody else', async () => {
  const w = await world()
  await w.people.owner()
  const portals = async () => (await w.api('{ agency { portals } }')).agency.portals
  const kept = keptFigures({ retention: defaultRetention, rules: defaultRules })
  expect(await portals()).toEqual([])
  expect(plain(privacy.sections(agency, kept, []))).not.toContain('portail')
  await newPartner(w.deps, 'lumen', { kind: 'live', name: 'Portail Lumen' })
  await newPartner(w.deps, 'argos', { kind: 'publishable', name: 'Portail Argos', origins: ['https://argos.example'] })
  await newPartner(w.deps, 'essai', { name: 'Portail Essai' })
  await newPartner(w.deps, 'court', { kind: 'live', name: 'Portail Court', days: '1' })
  expect(await portals()).toEqual(['Portail Argos', 'Portail Court', 'Portail Lumen'])
  await revokeKey(w.deps, 'argos', null, 'accueil-2')
  w.clock.forward({ hours: 24 })
  expect(await portals()).toEqual(['Portail Lumen'])
  const told = plain(privacy.sections(agency, kept, await portals()))
  expect(told).toContain('Ce portail partenaire sert aussi nos copropriétaires : Portail Lumen.')
})
