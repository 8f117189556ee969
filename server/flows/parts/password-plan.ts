import type { Tx } from '../../deps.ts'
import type { FlowClosed } from '../../domain/refusals.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import type { PasswordSubject } from './new-secret.ts'

export interface SetPasswordInput {
  flow: string
  password: string | null
  confirmation: string | null
  keepPasswordOf: string | null
  /** The owner's other ISSUED accounts that it is set for; null: all of them. */
  accounts: string[] | null
}

export interface PasswordSet {
  __typename: 'PasswordSet'
  accountIds: string[]
  token: string | null
  /** What the browser is known by from now on, once it is committed; null: it keeps what it has. */
  deviceToken: string | null
}

/** What setting a password means in a kind of flow. */
export interface PasswordPlan {
  subject: PasswordSubject
  /** The credential that is joined instead of a new password; null: the typed one is judged and hashed. */
  kept: { id: string } | null
  /** Does it, under the locks of owner and flow. Refuses with FlowClosed when things changed meanwhile. */
  apply(
    tx: Tx,
    flow: Flow,
    secret: { id: string } | { passwordHash: string },
    now: Date,
  ): Promise<PasswordSet | FlowClosed>
}
