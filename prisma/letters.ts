import { people } from './people.ts'

/** A printed letter: what its owner holds, and what signing in with it shows. */
export interface Letter {
  owner: string
  identifier: string
  issuedPassword: string
  note: string
}

/** One letter for each account of the demonstration. */
export const letters: Letter[] = people.flatMap(({ title, firstName, lastName, accounts }) =>
  accounts.map(({ identifier, issuedPassword, note }) => ({
    owner: [title, firstName, lastName].filter(Boolean).join(' '),
    identifier,
    issuedPassword,
    note,
  })),
)
