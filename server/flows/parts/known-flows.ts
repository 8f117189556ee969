import { isCallers } from '../../domain/made-with.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'

/** On whom a flow's tries count, and which key began it. */
export type KnownFlow = Pick<Flow, 'id' | 'kind' | 'realm' | 'accountId' | 'pair' | 'partnerId' | 'keyId'>

const known = new Map<string, KnownFlow>()
/** Some megabytes: the owners of a busy quarter of an hour. */
const most = 10_000

/**
 * Keeps whose a flow is, for the step that counts before it reads (count-code.ts); every reading of a flow tells it. What is
 * forgotten costs one reading. Not of a RESET: its account is taken from it when it ends in silence, and the
 * reading that a wrong guess costs would tell, by its time, that something befell the account (rule 10).
 */
export function rememberFlow(flow: Pick<Flow, 'handleHash'> & KnownFlow): void {
  const { id, kind, realm, accountId, pair, partnerId, keyId } = flow
  if (kind === 'RESET') return
  const key = keyOf(flow.handleHash)
  known.delete(key)
  known.set(key, { id, kind, realm, accountId, pair, partnerId, keyId })
  const [oldest] = known.size > most ? known.keys() : []
  if (oldest !== undefined) known.delete(oldest)
}

/** What this node last read of a handle's flow; null: nothing lately that is this caller's. */
export function knownFlow(handle: string, caller: Caller): KnownFlow | null {
  const flow = known.get(keyOf(digestOf(handle)))
  return flow && isCallers(flow, caller) ? flow : null
}

const keyOf = (handleHash: Uint8Array) => Buffer.from(handleHash).toString('base64')
