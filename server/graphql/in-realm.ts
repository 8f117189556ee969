import { GraphQLError } from 'graphql'
import type { Deps } from '../deps.ts'
import { liveRealm } from '../domain/partner-key.ts'
import type { Caller } from '../flows/caller.ts'
import { enterSandbox } from '../sandbox/enter-sandbox.ts'
import { settleSandbox } from '../sandbox/post.ts'

/**
 * Serves a request with the deps of its caller's realm: the real world's, or those of a sandbox, whose clock every
 * use-case then takes its one `now` from. A sandbox's mail is settled before (time may have passed) and after (what this
 * request sent), so that whoever asks next finds it. Throws the error BUSY
 * when its people cannot be made now, or were made anew meanwhile.
 */
export async function inRealm(deps: Deps, caller: Caller, serve: (own: Deps) => Promise<Response>): Promise<Response> {
  const { realm } = caller
  if (realm === liveRealm) return serve(deps)
  const enteredAt = deps.clock.now()
  const own = await enterSandbox(deps, caller)
  if ('__typename' in own) throw busy(own.retryAfterSeconds)
  await settleSandbox(own, realm)
  const response = await serve(own)
  if (response.status === 500) {
    const sandbox = await deps.db.sandbox.findUnique({ where: { realm } })
    // Its people were made anew while it was served: what it stumbled over is gone.
    if (sandbox && sandbox.madeAt >= enteredAt) throw busy(1)
  }
  // What was asked is done: mail that cannot be settled now is by whoever asks next.
  await settleSandbox(own, realm).catch((error) => deps.log.warn({ err: error }, 'sandbox mail not settled yet'))
  return response
}

function busy(retryAfterSeconds: number): GraphQLError {
  const http = { status: 503, headers: { 'Retry-After': String(retryAfterSeconds) } }
  return new GraphQLError('Busy.', { extensions: { code: 'BUSY', retryAfterSeconds, http } })
}
