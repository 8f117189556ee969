import type { Limit, Rules } from './rules.ts'

/** `left` after the counted instants; `retryAt` when none is left: the first instant at which one is again. */
export interface TriesVerdict {
  left: number
  retryAt: Date | null
}

const minute = 60_000

/** Judges counted instants against sliding windows: at most `max` in any window, exactly, whatever the clock's hour. */
export function judgeTries(counted: readonly Date[], limits: readonly Limit[], now: Date): TriesVerdict {
  let left = Number.POSITIVE_INFINITY
  let retryAt: Date | null = null
  for (const { max, minutes } of limits) {
    const recent = within(counted, minutes, now)
    left = Math.min(left, max - recent.length)
    const blocking = recent[recent.length - max]
    if (blocking) retryAt = later(retryAt, new Date(blocking.getTime() + minutes * minute))
  }
  return { left: Math.max(0, left), retryAt }
}

/**
 * Sign-in failures of one identifier from one network: some free, then a wait that doubles (security.md: limits).
 * `left` counts the free ones.
 */
export function judgeSignIns(failures: readonly Date[], rules: Rules, now: Date): TriesVerdict {
  const cap = judgeTries(failures, rules.signInPerNetwork, now)
  const recent = within(failures, Math.max(...rules.signInPerNetwork.map((limit) => limit.minutes)), now)
  const left = Math.max(0, rules.signInFree - recent.length)
  const last = recent.at(-1)
  if (left > 0 || !last) return { left, retryAt: cap.retryAt }
  const { first, greatest } = rules.signInWaitSeconds
  const wait = Math.min(first * 2 ** (recent.length - rules.signInFree), greatest)
  const free = new Date(last.getTime() + wait * 1000)
  return { left, retryAt: free > now ? later(cap.retryAt, free) : cap.retryAt }
}

/**
 * Until when wrong codes close an account to resets begun without a known device: so many in so long (`resetGuardTries`)
 * do, for some days from the last of them. Null: they do not.
 */
export function judgeResetGuard(counted: readonly Date[], rules: Rules, now: Date): Date | null {
  const { max, minutes } = rules.resetGuardTries
  const lasts = rules.resetGuardDays * 24 * 60 * minute
  const sorted = counted.toSorted((a, b) => a.getTime() - b.getTime())
  const closing = sorted.findLast((last, i) => {
    const first = sorted[i - max + 1]
    return first !== undefined && last.getTime() - first.getTime() < minutes * minute
  })
  const until = closing && new Date(closing.getTime() + lasts)
  return until && until > now ? until : null
}

/** Instants before this one no longer count in any of the windows. */
export function forgottenBefore(limits: readonly Limit[], now: Date): Date {
  return new Date(now.getTime() - Math.max(...limits.map((limit) => limit.minutes)) * minute)
}

/** Oldest first: two nodes may have written them down in another order than they took their instants. */
const within = (counted: readonly Date[], minutes: number, now: Date) =>
  counted.filter((at) => at.getTime() > now.getTime() - minutes * minute).toSorted((a, b) => a.getTime() - b.getTime())

const later = (a: Date | null, b: Date) => (a && a > b ? a : b)
