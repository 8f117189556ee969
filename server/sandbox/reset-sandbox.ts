import type { Deps } from '../deps.ts'
import type { Busy } from '../domain/refusals.ts'
import type { Caller } from '../flows/caller.ts'
import { makeAnew, takeTurn } from './enter-sandbox.ts'
import { sandboxSecrets } from './secrets.ts'

export interface SandboxReset {
  __typename: 'SandboxReset'
}

/**
 * Makes everybody of the caller's sandbox anew. Promise: they stand as the table says, whatever was done to them; every
 * handle and token of before is unknown, an `Idempotency-Key` of before is new, the mailbox empty and the clock with everybody else's. Events stay. Refuses
 * with Busy.
 */
export async function resetSandbox(deps: Deps, { realm }: Caller): Promise<SandboxReset | Busy> {
  const secrets = await sandboxSecrets(deps)
  if ('__typename' in secrets) return secrets
  await deps.db.$transaction(async (tx) => {
    await takeTurn(tx, realm)
    const sandbox = await tx.sandbox.findUnique({ where: { realm } })
    // A partner that serves nobody has nobody to make anew.
    if (!sandbox) return
    const now = new Date(deps.clock.now().getTime() - sandbox.aheadSeconds * 1000)
    await makeAnew(tx, deps, sandbox, secrets, now)
  })
  return { __typename: 'SandboxReset' }
}
