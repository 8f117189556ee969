/** What an owner is shown of the audit (E2, « Dernières activités »): acts on their accounts, in an order of their own. */
export const activityKinds = [
  'ACCOUNT_MIGRATED',
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'RESET_REQUESTED',
  'PASSWORD_RESET',
  'PASSWORD_CHANGED',
  'PASSWORD_SPLIT',
  'EMAIL_CHANGE_STARTED',
  'EMAIL_CHANGED',
  'SESSION_ENDED',
  'STAFF_ACTION_REQUESTED',
  'STAFF_ACTION_DONE',
  'STAFF_ACTION_CANCELLED',
] as const
export type ActivityKind = (typeof activityKinds)[number]

export interface Act {
  kind: ActivityKind
  at: Date
  accountId: string
  /** Whose portal it came through; null: our own site, or nobody's. */
  partner: string | null
}

export interface Activity extends Act {
  /** How many times in a row; `at` is the last. */
  times: number
}

/**
 * The newest `most` lines out of acts in the order newest first. The same act again and again is one line: a stranger
 * who tries a hundred passwords must not push out of sight the change of e-mail before them. Through another portal it is
 * not the same act.
 */
export function recentActivities(acts: readonly Act[], most: number): Activity[] {
  const lines: Activity[] = []
  for (const act of acts) {
    const last = lines.at(-1)
    if (last && isSame(last, act)) last.times += 1
    else if (lines.length === most) break
    else lines.push({ ...act, times: 1 })
  }
  return lines
}

const isSame = (a: Act, b: Act) => a.kind === b.kind && a.accountId === b.accountId && a.partner === b.partner
