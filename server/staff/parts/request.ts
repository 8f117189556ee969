import type { Deps } from '../../deps.ts'
import { identifierKey } from '../../domain/identifier.ts'
import type { InputFault, InputRefused } from '../../domain/refusals.ts'
import type { Account } from '../../generated/prisma/client.ts'

/** What the service's use-cases work with. */
export type StaffDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'hasher' | 'keys' | 'settings'>

/** Every act of the service: on which account, by whom, and why. */
export interface StaffRequest extends StaffCaller {
  /** As printed or as told on the phone. */
  identifier: string
}

/** Who of the service asks, and why. */
export interface StaffCaller {
  realm: string
  /** A code name, neither a person's nor an e-mail: it goes into the audit. */
  by: string
  /** In the service's words: kept beside the act and in its event's detail, which can be erased, never in its facts. */
  reason: string
}

export interface KnownRequest {
  account: Account
  by: string
  reason: string
}

const longestReason = 200

/** The account of a request that says by whom and why. Refuses with InputRefused, every fault at once. */
export async function readRequest(
  deps: Pick<Deps, 'db'>,
  { realm, identifier, by, reason }: StaffRequest,
): Promise<KnownRequest | InputRefused> {
  const key = identifierKey(identifier)
  const { fields, why } = judgeCaller({ by, reason })
  if (identifier.trim() === '') fields.push({ field: 'identifier', reason: 'REQUIRED' })
  else if (!key) fields.push({ field: 'identifier', reason: 'MALFORMED' })
  if (!key || fields.length > 0) return { __typename: 'InputRefused', fields }
  const account = await deps.db.account.findUnique({
    where: { realm_identifierKey: { realm, identifierKey: key } },
  })
  if (account) return { account, by, reason: why }
  return { __typename: 'InputRefused', fields: [{ field: 'identifier', reason: 'UNKNOWN' }] }
}

/** What is wrong with who asks and why; `why`: the reason in the form that is kept. */
export function judgeCaller({ by, reason }: Pick<StaffCaller, 'by' | 'reason'>): { fields: InputFault[]; why: string } {
  const why = reason.normalize('NFC').trim()
  const fields: InputFault[] = []
  if (by.trim() === '') fields.push({ field: 'by', reason: 'REQUIRED' })
  else if (!/^[a-z0-9][a-z0-9._-]{0,31}$/i.test(by)) fields.push({ field: 'by', reason: 'MALFORMED' })
  if (why === '') fields.push({ field: 'reason', reason: 'REQUIRED' })
  else if ([...why].length > longestReason) fields.push({ field: 'reason', reason: 'TOO_LONG' })
  else if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(why)) fields.push({ field: 'reason', reason: 'MALFORMED' })
  return { fields, why }
}
