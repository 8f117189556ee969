import type { LetterSink, NewLetter } from '../../server/staff/parts/letters.ts'
import type { StaffRequest } from '../../server/staff/parts/request.ts'
import type { Letter } from '../support/people.ts'
import { migrate, steps } from '../support/steps.ts'
import type { World } from '../support/world.ts'

export const email = 'marie.durand@orange.example'
export const password = 'Tilleul-42-lampe'
export const another = 'Bougie-17-rivage'

export function ask(identifier: string): StaffRequest {
  return { realm: 'live', identifier, by: 'accueil-2', reason: 'appel du 22 novembre' }
}

/** A place for letters that remembers what became of them. */
export function letterbox() {
  const box = {
    letters: [] as NewLetter[],
    discarded: 0,
    async write(letters: readonly NewLetter[]) {
      box.letters = [...letters]
    },
    async discard() {
      box.letters = []
      box.discarded++
    },
    /** What its owner holds once it is printed. */
    held(letter: Letter): Letter {
      const found = box.letters.find(({ identifier }) => identifier === letter.identifier)
      if (!found) throw new Error(`no letter for ${letter.identifier}`)
      return { ...letter, issuedPassword: found.issuedPassword }
    },
  }
  return box satisfies LetterSink
}

/** An owner whose accounts share one password, signed in with the first. */
export async function openOwner(w: World, identifiers = ['A100', 'A200', 'A300']) {
  const letters = await w.people.owner({ identifiers })
  const token = await migrate(w, letters[0], email, password)
  await w.deliver()
  w.clock.forward({ minutes: 5 })
  return { step: steps(w), letters, letter: letters[0], token, mailed: w.mails.length }
}

export async function statesOf(w: World): Promise<Record<string, string>> {
  const accounts = await w.deps.db.account.findMany()
  return Object.fromEntries(accounts.map(({ identifier, state }) => [identifier, state]))
}

/** The mails since `before`, delivered first. */
export async function mailsSince(w: World, before: number) {
  await w.deliver()
  return w.mails.slice(before)
}

/** The secret of the cancel link in the newest mail to an address. */
export async function cancelLink(w: World, to: string): Promise<string> {
  await w.deliver()
  const token = /\/annuler\/([\w-]+)/.exec(w.mails.findLast((mail) => mail.to === to)?.text ?? '')?.[1]
  if (!token) throw new Error(`no cancel link was mailed to ${to}`)
  return token
}

export async function cancel({ api }: World, link: string) {
  return (
    await api(
      `mutation ($input: CancelStaffActionInput!) { cancelStaffAction(input: $input) { __typename
        ... on StaffActionCancelled { kind } ... on FlowClosed { reason } ... on Refusal { message } } }`,
      { input: { link } },
    )
  ).cancelStaffAction
}
