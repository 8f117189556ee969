import { type StaffActionKind, staffActionKinds } from '../../domain/staff-action.ts'
import { type AgencyFacts, callUsNow, phoneAndHours, type Rendered } from './agency-words.ts'
import { dayAndTime } from './french.ts'
import { writeLetter } from './letter.ts'
import {
  type AccountFacts,
  accountLines,
  greetingOf,
  type NoticeLink,
  type OwnerFacts,
  ownerPromise,
} from './owner-words.ts'
import type { Piece } from './pieces.ts'

export interface StaffActionFacts extends OwnerFacts {
  agency: AgencyFacts
  kind: string
  requestedAt: Date
  /** When it was done; while it waits, the instant before which it cannot be. */
  effectiveAt: Date
  cancelledAt: Date | null
  /** Neither done nor cancelled yet. */
  waits: boolean
  /** It was asked for on an account that its owner uses. */
  wasOpen: boolean
  /** After a thaw of a doubted address: no forgotten password is answered before. */
  resetBlockedUntil: Date | null
  accounts: readonly AccountFacts[]
  /** While the action waits: lets the owner cancel it. Null while it waits: only the phone does. */
  cancelLink: NoticeLink | null
}

interface Act {
  subject: string
  /** « notre service a … ». */
  did: string
  /** « notre service a prévu de … ». */
  toDo: string
  /** What it changes. */
  meaning: string
}

const acts: Readonly<Record<StaffActionKind, Act>> = {
  REISSUE: {
    subject: 'Un nouveau courrier pour votre compte',
    did: 'préparé un nouveau courrier pour votre compte',
    toDo: 'préparer un nouveau courrier pour votre compte',
    meaning: 'Le mot de passe de ce courrier remplace celui d’avant.',
  },
  DETACH_EMAIL: {
    subject: 'L’adresse e-mail de votre compte',
    did: 'retiré l’adresse e-mail de votre compte',
    toDo: 'retirer l’adresse e-mail de votre compte',
    meaning:
      'Sans elle, votre mot de passe ne fonctionne plus. Vous choisirez les deux avec le courrier de nos services.',
  },
  UNLOCK: {
    subject: 'De nouveaux essais pour votre compte',
    did: 'redonné des essais à votre compte',
    toDo: 'redonner des essais à votre compte',
    meaning: 'Vous pouvez de nouveau essayer votre mot de passe ou un code.',
  },
  THAW: {
    subject: 'Votre compte bloqué est rouvert',
    did: 'rouvert votre compte, qui était bloqué',
    toDo: 'rouvrir votre compte, qui est bloqué',
    meaning: 'L’ancien mot de passe ne fonctionne plus. Choisissez-en un autre avec « Mot de passe oublié ».',
  },
  FREEZE: {
    subject: 'Votre compte est bloqué',
    did: 'bloqué votre compte',
    toDo: 'bloquer votre compte',
    meaning: 'Plus personne ne peut se connecter, pas même vous. Nous seuls pouvons le rouvrir.',
  },
  CLOSE: {
    subject: 'La fermeture d’un compte',
    did: 'fermé ce compte',
    toDo: 'fermer ce compte',
    meaning: 'Plus personne ne peut s’y connecter. C’est une erreur ? Nous pouvons le rouvrir.',
  },
  REOPEN: {
    subject: 'Votre compte fermé est rouvert',
    did: 'rouvert votre compte, qui était fermé',
    toDo: 'rouvrir votre compte, qui est fermé',
    meaning: 'Il attend une première connexion, avec un nouveau courrier de nos services.',
  },
}

/**
 * To every address we know of the owner: what the service did or will do to an account. Who asked and why stays in the
 * audit: a caller who talked the service into it would learn whom to ask for next time. Throws on a kind that this
 * version does not know (the message then waits for the node that does).
 */
export function renderStaffAction(facts: StaffActionFacts): Promise<Rendered> {
  const { agency, accounts } = facts
  const kind = staffActionKinds.find((known) => known === facts.kind)
  if (!kind) throw new Error(`no words for a staff action ${facts.kind}`)
  const act = acts[kind]
  return writeLetter({
    agency,
    subject: act.subject,
    preheader: 'Notre service vous informe.',
    pieces: [
      // After a death the family reads it: it names nobody, and a living owner is told all the same.
      kind === 'CLOSE' ? { say: 'Bonjour,' } : greetingOf(facts),
      ...whatHappens(act, facts),
      { label: accounts.length > 1 ? 'Comptes concernés :' : 'Compte concerné :', list: accountLines(accounts) },
      ...notAsked(facts),
    ],
    promise: ownerPromise,
  })
}

function whatHappens(act: Act, facts: StaffActionFacts): Piece[] {
  const { requestedAt, effectiveAt, cancelledAt, waits } = facts
  if (cancelledAt) {
    return [
      { say: `Notre service avait prévu de ${act.toDo}.` },
      { say: `Cette demande a été annulée le ${dayAndTime(cancelledAt)}. Rien n’a changé.`, strong: true },
    ]
  }
  if (!waits) {
    return [{ say: `Le ${dayAndTime(effectiveAt)}, notre service a ${act.did}.` }, { say: act.meaning }, ...more(facts)]
  }
  return [
    { say: `Le ${dayAndTime(requestedAt)}, notre service a prévu de ${act.toDo}.` },
    { say: `Ce ne sera pas fait avant le ${dayAndTime(effectiveAt)}. D’ici là, rien ne change.`, strong: true },
    { say: act.meaning },
    ...more(facts),
  ]
}

function more({ kind, waits, wasOpen, effectiveAt, resetBlockedUntil }: StaffActionFacts): Piece[] {
  if (kind === 'REISSUE' && wasOpen) {
    return [
      waits
        ? { say: 'Le mot de passe que vous avez choisi ne fonctionnera plus. Vos appareils seront déconnectés.' }
        : { say: 'Le mot de passe que vous avez choisi ne fonctionne plus. Vos appareils sont déconnectés.' },
    ]
  }
  if (kind === 'THAW' && resetBlockedUntil && resetBlockedUntil > effectiveAt) {
    return [{ say: `« Mot de passe oublié » fonctionne à partir du ${dayAndTime(resetBlockedUntil)}.` }]
  }
  return []
}

function notAsked({ agency, waits, cancelLink }: StaffActionFacts): Piece[] {
  if (!waits) return [{ say: `Vous n’avez rien demandé ? ${callUsNow(agency)}` }]
  if (!cancelLink) {
    return [{ say: `Votre compte est bloqué. Vous n’avez rien demandé ? ${callUsNow(agency)}`, strong: true }]
  }
  return [
    { say: `Vous n’avez rien demandé ? Annulez ici, ou appelez-nous tout de suite : ${phoneAndHours(agency)}.` },
    { press: 'Annuler cette demande', to: cancelLink.to },
    { say: `Ce lien marche au moins jusqu’au ${dayAndTime(cancelLink.until)}.` },
  ]
}
