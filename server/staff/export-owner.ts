import type { InputRefused } from '../domain/refusals.ts'
import { record } from '../flows/parts/record.ts'
import { readOwnerData } from './parts/owner-data.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'
import { ownerDataWords } from './words/owner-data-words.ts'

export interface OwnerExported {
  __typename: 'OwnerExported'
  identifiers: string[]
}

/** Where the copy goes: once, durably, for the eyes of whoever runs the command alone. */
export interface CopySink {
  write(copy: object): Promise<void>
  discard(): Promise<void>
}

/**
 * A copy of everything held about an owner, in plain words (GDPR, article 15). Promise: no secret is in it, no hash of
 * one either; it is on disk before it is recorded, and gone again when it cannot be. Refuses with InputRefused.
 */
export async function exportOwner(
  deps: StaffDeps,
  request: StaffRequest,
  sink: CopySink,
): Promise<OwnerExported | InputRefused> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  const { account, by, reason } = known
  const data = await readOwnerData(deps, account.ownerId, now)
  await sink.write(ownerDataWords(data, now))
  try {
    await deps.db.$transaction(async (tx) => {
      for (const { id: accountId, realm } of data.owner.accounts) {
        await record(tx, { realm, kind: 'OWNER_EXPORTED', at: now, accountId, facts: { by }, detail: { reason } }, null)
      }
    })
  } catch (error) {
    await sink.discard()
    throw error
  }
  return { __typename: 'OwnerExported', identifiers: data.owner.accounts.map(({ identifier }) => identifier) }
}
