import type { PasswordPolicy } from '../../client/password-policy.ts'
import type { Refusal } from '../../client/refusals.ts'
import { type Cases, whenRefused } from '../../client/when-refused.ts'
import { domainOf } from '../forms/typed.ts'
import { advice } from './advice.fr.ts'
import { sendRefusedWords } from './code.fr.ts'
import { readsAs } from './code-typed.ts'
import { passwordFaults } from './password.fr.ts'
import { dayWords } from './time.fr.ts'
import { fr } from './typography.ts'

/** One thing to put right: its words, and the field (by id) to put it right in, or null. */
export interface Fault {
  field: string | null
  text: string
}

/** What the sentences need besides the refusal itself. */
export interface Facts {
  now: Date
  policy?: PasswordPolicy
  /** The code or the password as typed: its length is told, it is never shown. An address as typed is. */
  typed?: string
  codeLifespanMinutes?: number
  /** The id of what asked for a code. */
  control?: 'email' | 'envoyer' | 'renvoyer'
  emailFixed?: boolean
  /** A code of a forgotten password: a new one is sent only when asked for. */
  reset?: boolean
  /** The id of the field for the current password, on the pages that ask for it again. */
  current?: 'actuel' | 'motDePasse'
}

/** Refusals that stop the journey or move it elsewhere: each has its page in `stops.fr.ts` or leads to the right step. */
export type Elsewhere = Extract<
  Refusal,
  { __typename: 'TooManyTries' | 'FlowClosed' | 'Busy' | 'WrongStep' | 'NotSignedIn' }
>
/** Refusals told on the page itself, beside the field. */
export type Here = Exclude<Refusal, Elsewhere>

const here = (text: string, field: string | null): Fault[] => [{ field, text }]

const emailWords: Record<Extract<Here, { __typename: 'EmailRefused' }>['fault'], string> = {
  EMPTY: fr`Écrivez votre adresse e-mail.`,
  NO_AT: fr`Il manque le signe @. Par exemple : marie.durand@orange.fr`,
  NO_DOMAIN: fr`Il manque la fin de l'adresse, après le @.`,
  SPACES: fr`Enlevez les espaces dans l'adresse.`,
  TOO_LONG: fr`Cette adresse est trop longue. Vérifiez-la.`,
  MALFORMED: fr`Cette adresse n'est pas bien écrite. Vérifiez-la. Par exemple : marie.durand@orange.fr`,
  DIFFERENT: fr`Les deux adresses sont différentes. Regardez bien avant et après le @.`,
  SAME: fr`C'est déjà votre adresse.`,
  QUOTED: fr`Écrivez l'adresse sans guillemets.`,
  ACCENTS: fr`Avant le @, écrivez sans accent. Par exemple : andre@orange.fr`,
  LOOK_ALIKE: fr`Après le @, une lettre vient d'un autre alphabet. Écrivez l'adresse de nouveau.`,
  FIXED: fr`Le code part à l'adresse déjà validée. Pour la changer, appelez-nous.`,
}

const triesWords = (left: number) => fr`Il vous reste ${left} essai${left > 1 ? 's' : ''}.`

const withTries = (text: string, { knownTriesLeft }: { knownTriesLeft: number | null }) =>
  knownTriesLeft === null ? text : `${text} ${triesWords(knownTriesLeft)}`

/** The site's one place where a refusal becomes words; a refusal without words does not compile. */
export const refusalWords: Cases<Here, Fault[], [Facts]> = {
  SignInRefused: (refusal, facts) => {
    if (facts.current) return here(withTries(fr`Le mot de passe n'est pas bon.`, refusal), facts.current)
    const text = {
      WRONG: fr`L'identifiant ou le mot de passe ne correspond pas. Vérifiez-les. Si vous avez déjà choisi un mot de passe, celui de nos courriers n'est plus valable.`,
      ISSUED_EXPIRED: fr`Ce mot de passe n'est plus valable${refusal.expiredAt ? fr` depuis le ${dayWords(refusal.expiredAt)}` : ''}. Appelez-nous : nous vous enverrons un nouveau courrier.`,
      FROZEN: fr`Ce compte est bloqué à la demande de son propriétaire. Appelez-nous.`,
    }[refusal.cause]
    return here(withTries(text, refusal), null)
  },
  EmailRefused: (refusal) =>
    here(emailWords[refusal.fault], refusal.fault === 'DIFFERENT' ? 'confirmationEmail' : 'email'),
  EmailQuestioned: (_refusal, facts) =>
    here(fr`${advice.noServer(domainOf(facts.typed ?? ''))} Vérifiez ce qui suit le @.`, 'email'),
  CodeRefused: (refusal, facts) => {
    if (refusal.miss === 'EXPIRED') return here(expiredWords(refusal.sentAgainAt, facts), 'code')
    if (refusal.triesLeft === 0) return here(fr`Trop d'essais. Demandez un nouveau code.`, 'renvoyer')
    if (refusal.miss === 'MALFORMED') return here(malformedWords(facts.typed ?? ''), 'code')
    const wrong = fr`Ce code n'est pas le bon. Vérifiez les 8 chiffres. Si vous avez reçu plusieurs messages, prenez le dernier.`
    // From the third miss only: a countdown from the first would frighten an owner who mistyped once.
    return here(refusal.triesLeft > 2 ? wrong : `${wrong} ${triesWords(refusal.triesLeft)}`, 'code')
  },
  SendRefused: (refusal, facts) => here(sendRefusedWords(refusal.retryAt, facts.now), facts.control ?? null),
  PasswordRefused: (refusal, facts) => {
    const { policy } = facts
    if (!policy) throw new Error('the words of a refused password need the policy')
    const length = [...(facts.typed ?? '').normalize('NFKC')].length
    const unmet = length === 0 ? (['MIN_LENGTH'] as const) : refusal.unmet
    return unmet.map((rule) => ({
      field: rule === 'MATCHES_CONFIRMATION' ? 'confirmation' : 'nouveau',
      text: passwordFaults[rule](policy, length),
    }))
  },
  InputRefused: (refusal) => refusal.fields.map(({ field, reason }) => inputWords(field, reason)),
}

/** Told by the page, not by the API: only a page can ask for a box to be ticked. */
export const notNoted: Fault = { field: 'note', text: fr`Notez votre mot de passe, puis cochez la case.` }

function expiredWords(sentAgainAt: string | null, facts: Facts): string {
  if (facts.reset) return fr`Ce code n'est plus valable. Demandez-en un nouveau.`
  if (sentAgainAt) return fr`Ce code n'est plus valable. Nous venons de vous en envoyer un nouveau.`
  const { codeLifespanMinutes } = facts
  if (codeLifespanMinutes === undefined) throw new Error('the words of a code that came too late need its duration')
  const late = fr`Votre messagerie met plus de ${codeLifespanMinutes} minutes à vous remettre nos messages. Un nouveau code arriverait aussi trop tard.`
  return facts.emailFixed ? fr`${late} Appelez-nous.` : fr`${late} Utilisez une autre adresse, ou appelez-nous.`
}

function malformedWords(typed: string): string {
  const read = readsAs(typed)
  if (read.fault === 'EMPTY') return fr`Écrivez le code reçu par e-mail.`
  if (read.fault === 'SEVERAL') return fr`Vous avez collé plusieurs codes. Écrivez un seul code, le dernier reçu.`
  if (read.fault === 'LETTERS') return fr`Le code ne contient que des chiffres.`
  return fr`Le code a 8 chiffres. Vous en avez écrit ${read.digits}.`
}

function inputWords(
  field: string,
  reason: Extract<Here, { __typename: 'InputRefused' }>['fields'][number]['reason'],
): Fault {
  if (field.endsWith('identifier')) {
    return {
      field: 'identifiant',
      text:
        reason === 'REQUIRED' ? fr`Écrivez votre identifiant.` : fr`Cet identifiant n'est pas bien écrit. Vérifiez-le.`,
    }
  }
  if (field === 'currentPassword') {
    return {
      field: 'actuel',
      text:
        reason === 'REQUIRED'
          ? fr`Écrivez votre mot de passe actuel.`
          : fr`Ce mot de passe est trop long. Vérifiez-le.`,
    }
  }
  if (field.endsWith('password')) {
    return {
      field: 'motDePasse',
      text: reason === 'REQUIRED' ? fr`Écrivez votre mot de passe.` : fr`Ce mot de passe est trop long. Vérifiez-le.`,
    }
  }
  return { field: null, text: fr`Une réponse manque ou n'est pas bien écrite. Vérifiez la page.` }
}

/** Words for one refusal told on the page. */
export function faultsOf(refusal: Here, facts: Facts): Fault[] {
  // The site is released with the API that it asks: what it has no words for is a fault of ours.
  const wordless = ({ __typename }: Here): never => {
    throw new Error(`the site has no words for ${__typename}`)
  }
  return whenRefused(refusal, refusalWords, wordless, facts)
}
