import { readVerdict } from '../../domain/delivery.ts'
import { staffActionKinds } from '../../domain/staff-action.ts'
import { partnerIn } from '../../flows/parts/partner-names.ts'
import type { Event, EventDetail } from '../../generated/prisma/client.ts'
import type { OwnerData } from '../parts/owner-data.ts'
import { actWords } from './act-words.ts'
import { deliveryLabel } from './delivery-label.ts'
import { eventWords } from './event-words.ts'
import { parisDay, parisInstant } from './paris-day.ts'
import { throughPortal } from './portal-words.ts'
import { flowWords, messageWords, stateWords, stepWords } from './sheet-words.ts'

type AccountData = OwnerData['owner']['accounts'][number]
type CredentialData = OwnerData['owner']['credentials'][number]

const when = (at: Date | null) => at && parisInstant(at)
const secret = 'gardé sous une forme que personne ne peut relire : il n’est pas dans cette copie'

/** Everything held about an owner, as the owner reads it: keys and values in plain French, null where there is nothing. */
export function ownerDataWords({ owner, events, tries, portals }: OwnerData, now: Date) {
  const portal = (partnerId: string | null) => portals.get(partnerId) ?? null
  const { agency, accounts, credentials } = owner
  const identifiers = new Map(accounts.map(({ id, identifier }) => [id, identifier]))
  return {
    'copie faite le': parisInstant(now),
    'détenue par': { cabinet: agency.name, adresse: agency.postalAddress, téléphone: agency.phone },
    personne: {
      civilité: owner.title,
      prénom: owner.firstName,
      nom: owner.lastName,
      'date de naissance': owner.birthDate && parisDay(owner.birthDate),
      'référence chez le cabinet': owner.key,
      'enregistrée le': when(owner.createdAt),
    },
    comptes: accounts.map(accountWords),
    'adresses e-mail et mots de passe': credentials.map(credentialWords),
    'adresses d’avant': owner.formerEmails.map(({ email, until }) => ({
      adresse: email,
      'prévenue jusqu’au': when(until),
    })),
    'appareils reconnus': accounts.flatMap(({ identifier, devices }) =>
      devices.map(({ createdAt, expiresAt }) => ({
        ...{ compte: identifier, 'depuis le': when(createdAt), 'jusqu’au': when(expiresAt) },
      })),
    ),
    'appareils connectés': accounts.flatMap(({ identifier, sessions }) =>
      sessions.map(({ device, browser, network, createdAt, lastUsedAt, expiresAt, endedAt, partnerId }) => ({
        ...{ compte: identifier, appareil: device, navigateur: browser, réseau: network, portail: portal(partnerId) },
        'connecté le': when(createdAt),
        'vu pour la dernière fois le': when(lastUsedAt),
        'fin le': when(endedAt ?? expiresAt),
      })),
    ),
    démarches: accounts.flatMap(({ identifier, flows }) =>
      flows.map(({ kind, step, email, createdAt, expiresAt, endedAt, partnerId }) => ({
        ...{ compte: identifier, démarche: flowWords[kind], 'dernière étape': stepWords[step], adresse: email },
        portail: portal(partnerId),
        'commencée le': when(createdAt),
        'fin le': when(endedAt ?? expiresAt),
      })),
    ),
    'messages envoyés': accounts.flatMap(messagesOf),
    'actions de notre service': accounts.flatMap(({ identifier, staffActions }) =>
      staffActions.map(({ kind, by, reason, requestedAt, doneAt, cancelledAt }) => ({
        ...{ compte: identifier, action: staffWords(kind), par: by, raison: reason },
        ...{ 'demandée le': when(requestedAt), 'faite le': when(doneAt), 'annulée le': when(cancelledAt) },
      })),
    ),
    'essais comptés': tries.map(({ identifier, wrongCodes, wrongPasswords, left }) => ({
      compte: identifier,
      'codes faux': wrongCodes.map((at) => parisInstant(at)),
      'codes que vous pouvez encore essayer': left,
      'mots de passe faux': wrongPasswords.map((at) => parisInstant(at)),
    })),
    journal: events.map((event) => eventLine(event, identifiers, portals)),
  }
}

function accountWords({
  identifier,
  residence,
  state,
  issuedExpiresAt,
  issuedHash,
  createdAt,
  activatedAt,
}: AccountData) {
  return {
    ...{ identifiant: identifier, résidence: residence, état: stateWords[state] },
    ...{ 'enregistré le': when(createdAt), 'ouvert le': when(activatedAt) },
    'mot de passe du courrier': issuedHash && secret,
    'courrier valable jusqu’au': when(issuedExpiresAt),
  }
}

function credentialWords(credential: CredentialData) {
  const { accounts, email, previousEmail, freezeLinks } = credential
  return {
    ...{ adresse: email, 'vérifiée le': when(credential.emailVerifiedAt) },
    ...{ 'adresse précédente': previousEmail, 'adresse changée le': when(credential.emailChangedAt) },
    'refuse nos messages depuis le': when(credential.emailRefusedAt),
    'mot de passe oublié suspendu jusqu’au': when(credential.resetBlockedUntil),
    ...{ 'mot de passe': secret, 'mot de passe changé le': when(credential.passwordChangedAt) },
    comptes: accounts.map(({ identifier }) => identifier),
    'liens « Ce n’est pas moi »': freezeLinks.map(({ createdAt, expiresAt, usedAt }) => ({
      ...{ 'envoyé le': when(createdAt), 'valable jusqu’au': when(expiresAt), 'utilisé le': when(usedAt) },
    })),
  }
}

function messagesOf({ identifier, messages }: AccountData) {
  return messages.map((message) => ({
    ...{ compte: identifier, message: messageWords[message.kind], adresse: message.email, 'parle de': message.about },
    ...{ 'demandé le': when(message.createdAt), 'essais d’envoi': message.attempts },
    'où il en est': deliveryLabel({ ...readVerdict(message), by: null, filter: null }),
    suites: message.deliveries.map((delivery) => ({
      ...{ le: when(delivery.at), quoi: deliveryLabel(delivery), messagerie: delivery.by },
    })),
  }))
}

const staffWords = (kind: string) =>
  kind === 'SHOW'
    ? 'consultation de la fiche'
    : staffActionKinds.some((one) => one === kind)
      ? actWords(kind).noun
      : kind

function eventLine(
  event: Event & { detail: EventDetail | null },
  identifiers: ReadonlyMap<string, string>,
  portals: OwnerData['portals'],
) {
  const { at, kind, facts, accountId, detail } = event
  const known = typeof facts === 'object' && !Array.isArray(facts) ? { ...facts } : {}
  return {
    ...{
      le: when(at),
      compte: identifiers.get(accountId ?? '') ?? null,
      quoi: eventWords(kind, known) + throughPortal(portals.get(partnerIn(facts))),
    },
    ...(detail && { détail: detail.words }),
  }
}
