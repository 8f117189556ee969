import type { Caller, DeviceSlot } from '../../../server/flows/caller.ts'
import type { NewLetter } from '../../../server/staff/parts/letters.ts'
import type { World } from '../../support/world.ts'
import type { Model, ModelAccount, ModelOwner } from './facts.ts'

/** Somebody who acts with what they hold and nothing else. */
export interface Actor {
  name: string
  /** Mailboxes they read. The first is where they would have a code sent. */
  reads: string[]
  /** Whose letters they hold, those that are still to be printed included. */
  letters: ModelOwner[]
  /** Passwords they chose or overheard. */
  passwords: string[]
  handles: string[]
  tokens: string[]
  caller: Caller
}

export interface Letter {
  account: ModelAccount
  password: string
}

export interface Town {
  w: World
  actors: Actor[]
  letters: Letter[]
  /** Where new letters are put. */
  box: { letters: NewLetter[]; write(letters: readonly NewLetter[]): Promise<void>; discard(): Promise<void> }
  /** What each mailbox got in this sequence. */
  mails: { to: string; code: string | null; link: string | null; kind: 'freeze' | 'cancel' | null }[]
  /** Passwords that nobody has chosen yet. */
  newPassword(): string
}

let towns = 0

/** People of its own in the same database, so that a sequence costs no database. */
export async function openTown(w: World): Promise<{ model: Model; real: Town }> {
  towns++
  const at = (name: string) => `${name}${towns}@orange.example`
  const flats = await household(w, [`A${towns}P1`, `A${towns}P2`])
  const neighbours = await household(w, [`B${towns}P1`])
  const actor = (n: number, name: string, reads: string[], letters: ModelOwner[], overheard: string[] = []): Actor => ({
    name,
    reads,
    letters,
    passwords: overheard,
    ...{ handles: [], tokens: [] },
    caller: {
      ...{ realm: 'live', key: null },
      clientAddress: `10.${n}.${(towns >> 8) & 255}.${towns & 255}`,
      userAgent: null,
      device: name.endsWith('thief') ? null : slot(),
    },
  })
  const owners = [flats.owner, neighbours.owner]
  const chosen: string[] = []
  const own = [at('own'), at('other')]
  const box: Town['box'] = {
    letters: [],
    async write(letters) {
      box.letters = [...letters]
    },
    async discard() {
      box.letters = []
    },
  }
  let made = 0
  return {
    model: {
      owners,
      accounts: owners.flatMap(({ accounts }) => accounts),
      ...{ flows: [], sessions: [], requests: [], wrongOnPair: new Map(), deeds: new Map() },
    },
    real: {
      w,
      box,
      actors: [
        actor(1, 'the owner', own, [flats.owner], chosen),
        actor(2, 'the owner in a second browser', own, [flats.owner], chosen),
        actor(3, 'the letter’s thief', [at('thief')], [flats.owner, neighbours.owner]),
        // The ex-spouse, who reads the owner's mailbox and keeps one of their own.
        actor(4, 'the mailbox’s thief', [at('ex'), ...own], []),
        // Whatever the owner chooses, they watch it being typed: the array is the same.
        { ...actor(5, 'the password’s thief', [at('crook')], []), passwords: chosen },
        // A couple shares an address: what is mailed to the one is read by the other.
        actor(6, 'the neighbour', [own[0] ?? '', at('neighbour')], [neighbours.owner]),
      ],
      letters: [...flats.letters, ...neighbours.letters],
      mails: [],
      newPassword: () => `Rivage-${++made}-tilleul-${towns}`,
    },
  }
}

async function household(w: World, identifiers: string[]): Promise<{ owner: ModelOwner; letters: Letter[] }> {
  const made = await w.people.owner({ identifiers })
  const owner: ModelOwner = { id: made[0].ownerId, accounts: [], credentials: [], left: [] }
  owner.accounts = made.map(({ accountId: id, identifier, issuedPassword: issued }) => ({
    ...{ id, identifier, owner, issued },
    ...{ state: 'ISSUED', issuedUntil: null, credential: null, wrong: [], wrongInChanges: [] },
  }))
  return { owner, letters: owner.accounts.map((account) => ({ account, password: account.issued })) }
}

function slot(): DeviceSlot {
  const device: DeviceSlot = {
    held: null,
    give(token) {
      device.held = token
    },
  }
  return device
}
