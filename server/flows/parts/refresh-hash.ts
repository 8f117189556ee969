import type { Deps } from '../../deps.ts'

/**
 * Hashes a just proved password again when it was hashed under weaker parameters than today's (security.md rule 6).
 * Runs behind the answer, so that a sign-in never costs two hashes, and only when the lane has a place.
 */
export async function refreshHash(deps: Deps, provedHash: string, password: string): Promise<void> {
  if (!deps.hasher.isOutdated(provedHash)) return
  const place = deps.hasher.admit()
  if (!place) return
  try {
    const passwordHash = await place.hash(password)
    await deps.db.credential.updateMany({ where: { passwordHash: provedHash }, data: { passwordHash } })
  } finally {
    place.release()
  }
}
