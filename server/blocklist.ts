import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as french from '@zxcvbn-ts/language-fr'
import type { Blocklist } from './deps.ts'

/** Guesses under which a password falls to an online attacker within the yearly limits of security.md. */
const leastScore = 2
// zxcvbn's search grows faster than the length: past this a password is long enough not to be looked at further.
const judgedLength = 24
// Each sign that may stand for a letter doubles what it tries: at its default of 100, half a second of the event loop.
const l33tMaxSubstitutions = 4
/** What everybody thinks of first on this site (ASVS 5.0, 6.2.11). */
const wordsOfTheHouse =
  'syndic copro copropriete coproprietaire proprietaire locataire immeuble residence appartement cabinet gestion charges connexion identifiant espaceclient'

/**
 * The known-common passwords and words of French and of the world, and patterns of the keyboard and of dates; beside them
 * the operator's set of breached ones (server/breached-passwords.ts), where there is one.
 */
export function createBlocklist(isBreached: Blocklist['isBreached'] = async () => false): Blocklist {
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...french.dictionary, house: wordsOfTheHouse.split(' ') },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions,
  })
  return {
    // The page's own example must not become everybody's password (interface-fr C5).
    isCommon: (password) =>
      fold(password) === 'vélo-tulipe-lampe-42' ||
      judge.check([...password].slice(0, judgedLength).join('')).score < leastScore,
    isBreached,
  }
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()
