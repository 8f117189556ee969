import type { Deps, Tx } from '../../deps.ts'
import { isEmailInDoubt } from '../../domain/staff-action.ts'

/**
 * Every address we know of an owner: what the service does is told to all of them, so that whoever talked it into
 * something is never the only one who hears. The former address of a young change is among them: the present one may
 * be the thief's. One address in two spellings is one.
 */
export async function knownAddresses(
  tx: Pick<Tx, 'credential'>,
  deps: Pick<Deps, 'settings'>,
  ownerId: string,
  now: Date,
): Promise<string[]> {
  const credentials = await tx.credential.findMany({ where: { ownerId }, orderBy: { emailVerifiedAt: 'desc' } })
  const addresses = credentials.flatMap((credential) => {
    const { email, previousEmail } = credential
    return previousEmail && isEmailInDoubt(credential, deps.settings.rules, now) ? [email, previousEmail] : [email]
  })
  return [...new Set(addresses)]
}
