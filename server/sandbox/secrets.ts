import type { Deps } from '../deps.ts'
import { normalIssuedPassword } from '../domain/issued-password.ts'
import type { Busy } from '../domain/refusals.ts'
import { admitted } from '../flows/parts/admit.ts'
import { issuedPassword, ownPassword } from './people.ts'

/** The hashes that everybody of every sandbox shares: their passwords are printed in the guide. */
export interface Secrets {
  issued: string
  own: string
}

const known = new WeakMap<Deps['hasher'], Secrets>()

/** Two hashes once in a process, in the lane that sign-ins wait in: making people again costs none. */
export async function sandboxSecrets(deps: Pick<Deps, 'hasher'>): Promise<Secrets | Busy> {
  const kept = known.get(deps.hasher)
  if (kept) return kept
  const made = await admitted(deps, async (place) => ({
    issued: await place.hash(normalIssuedPassword(issuedPassword)),
    own: await place.hash(ownPassword),
  }))
  if (!('__typename' in made)) known.set(deps.hasher, made)
  return made
}
