import type { Tx } from '../../deps.ts'
import { newIssuedPassword, normalIssuedPassword } from '../../domain/issued-password.ts'
import type { Busy } from '../../domain/refusals.ts'
import { judgeTries } from '../../domain/tries.ts'
import { giveBackTries, readTries } from '../../flows/parts/count.ts'
import { counters } from '../../flows/parts/counters.ts'
import type { StaffDeps } from './request.ts'

/** All that a printed letter says. The issued password is here and nowhere else: it is never stored, shown or logged. */
export interface NewLetter {
  agency: { name: string; phone: string; hours: string; postalAddress: string }
  title: string
  firstName: string
  lastName: string
  residence: string
  identifier: string
  issuedPassword: string
  expiresAt: Date
}

/** Where new letters go. */
export interface LetterSink {
  /** Writes them once, durably, for its owner's eyes only. Throws when it cannot: nothing has changed yet. */
  write(letters: readonly NewLetter[]): Promise<void>
  /** Takes away what was written: the passwords in it open nothing. */
  discard(): Promise<void>
}

export interface MadeLetter {
  accountId: string
  issuedHash: string
  letter: NewLetter
}

/** Makes a new issued password for each account and hashes it, in the gate. Refuses with Busy. */
export async function makeLetters(
  deps: StaffDeps,
  accountIds: readonly string[],
  now: Date,
): Promise<MadeLetter[] | Busy> {
  const accounts = await deps.db.account.findMany({
    where: { id: { in: [...accountIds] } },
    include: { owner: { include: { agency: true } } },
    orderBy: { identifierKey: 'asc' },
  })
  const expiresAt = new Date(now.getTime() + deps.settings.rules.issuedLifespanDays * 86_400_000)
  const place = deps.hasher.admit()
  if (!place) return { __typename: 'Busy', retryAfterSeconds: deps.hasher.retryAfterSeconds() }
  try {
    const made: MadeLetter[] = []
    for (const { id: accountId, identifier, residence, owner } of accounts) {
      const { agency, title, firstName, lastName } = owner
      const issuedPassword = newIssuedPassword((size) => deps.random.bytes(size))
      const letter = { agency, title, firstName, lastName, residence, identifier, issuedPassword, expiresAt }
      made.push({ accountId, issuedHash: await place.hash(normalIssuedPassword(issuedPassword)), letter })
    }
    return made
  } finally {
    place.release()
  }
}

/**
 * Puts accounts back to where only their new letter opens them. A letter for an account whose tries are spent would
 * open a migration that takes no code: it comes with 25 more (security.md: « then letter or service, who add 25 »).
 */
export async function issue(
  tx: Tx,
  deps: StaffDeps,
  realm: string,
  letters: readonly MadeLetter[],
  now: Date,
): Promise<void> {
  const { rules } = deps.settings
  for (const { accountId, issuedHash, letter } of letters) {
    await tx.account.update({
      where: { id: accountId },
      data: {
        state: 'ISSUED',
        issuedHash,
        issuedScheme: 'NORMAL',
        issuedExpiresAt: letter.expiresAt,
        credentialId: null,
        activatedAt: null,
      },
      select: { id: true },
    })
    const wrongCodes = counters.wrongCodes(realm, accountId, rules)
    const { left } = judgeTries(await readTries(tx, deps, wrongCodes), wrongCodes.limits, now)
    if (left === 0) await giveBackTries(tx, deps, wrongCodes, rules.codeTriesGivenBack, now)
  }
}
